/** `npm run model -- … --onnx`: what it writes, and that Python reads, masks and embeds as the page does. */
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compareOnnx, isWithin } from '../../scripts/lib/compare-onnx.ts';
import { embedPython, PYTHON_ENV } from '../../scripts/lib/python.ts';
import { runScript } from '../../testing/commands.ts';
import { GOLDENS, maxDifference, readGolden, readNpy } from '../../testing/goldens.ts';
import { checkOnnx } from '../node/onnx-check.ts';
import { parsePairs } from './pairs.ts';

const scratch = mkdtempSync(join(tmpdir(), 'facet-onnx-'));
const folder = join(scratch, 'onnx');
const model = (name: string) => join(GOLDENS, name, 'model');
const pairs = parsePairs('pairs.jsonl', readFileSync(join(GOLDENS, 'pairs.jsonl'), 'utf8'));

beforeAll(async () => {
  const args = [model('t5-bin'), join(scratch, 'facet'), '--onnx', folder];
  const { code, stderr, stdout } = await runScript('src/cli/model.ts', args);
  expect(code, stderr).toBe(0);
  expect(String(stdout)).toMatch(/Checked model\.onnx by native ONNX Runtime: canary cosine/);
}, 60_000);
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

async function copyOf(name: string): Promise<string> {
  const copy = join(scratch, name);
  await cp(folder, copy, { recursive: true });
  return copy;
}

describe('an ONNX export', () => {
  it('lists its files with checksums, and has the fingerprint by which the page knows the model', async () => {
    const manifest = JSON.parse(readFileSync(join(folder, 'facet.json'), 'utf8'));
    const names = [...Object.keys(manifest.files), 'facet.json'];
    expect(readdirSync(folder).sort()).toEqual(names.sort());
    expect(names).toContain(manifest.graphs.cuda);
    for (const [name, { bytes, sha256 }] of Object.entries<{ bytes: number; sha256: string }>(
      manifest.files,
    )) {
      const content = readFileSync(join(folder, name));
      expect(content.byteLength).toBe(bytes);
      expect(createHash('sha256').update(content).digest('hex')).toBe(sha256);
    }
    // Of the checkpoint and of the folder that was made from it.
    const again = join(scratch, 'again');
    const { code } = await runScript('src/cli/model.ts', [
      ...[join(scratch, 'facet'), '--onnx', again],
    ]);
    expect(code).toBe(0);
    const other = JSON.parse(readFileSync(join(again, 'facet.json'), 'utf8'));
    expect(other.fingerprint).toMatch(/^[0-9a-f]{64}$/);
    expect(other.fingerprint).toBe(manifest.fingerprint);
    expect(other.files).toEqual(manifest.files);
  }, 60_000);

  it('with a damaged weight fails the check that follows the writing', async () => {
    await expect(checkOnnx(folder)).resolves.toHaveLength(2);
    const copy = await copyOf('flipped');
    const data = readFileSync(join(copy, 'model.onnx.data'));
    for (let at = 0; at < data.length; at += 97) data[at]! ^= 0x40;
    writeFileSync(join(copy, 'model.onnx.data'), data);
    await expect(checkOnnx(copy)).rejects.toThrow(/gives other vectors than the model: canary 1/);
  });

  it('replaces an earlier one with --force alone, and nothing else', async () => {
    const args = [model('bert-safetensors'), '--onnx', folder];
    const refused = await runScript('src/cli/model.ts', args);
    expect([refused.code, refused.stderr]).toEqual([
      1,
      expect.stringMatching(/holds an ONNX export already; .*--force/),
    ]);
    const other = await runScript('src/cli/model.ts', [...args, join(folder, 'in')]);
    expect([other.code, other.stderr]).not.toEqual([0, expect.anything()]);
    const none = await runScript('src/cli/model.ts', [model('bert-safetensors')]);
    expect([none.code, none.stderr]).toEqual([2, expect.stringMatching(/or --onnx/)]);
  }, 60_000);
});

describe('facet_embed', () => {
  const { python, missing } = embedPython();

  it.for([
    { name: 't5-gated', precision: 'fp32', arithmetic: 'fp32' },
    { name: 'bert-safetensors', precision: 'int8', arithmetic: 'fp32' },
    { name: 'bert-safetensors', precision: 'int8', arithmetic: 'int8' },
  ] as const)(
    'gives the tokens, masks and vectors of the page: $name in $precision, activations in $arithmetic',
    { timeout: 120_000 },
    async ({ name, ...how }, { skip }) => {
      if (python === null) return skip(missing);
      const found = await compareOnnx(python, model(name), how, pairs, join(scratch, 'compared'));
      expect({ ...found, isWithin: isWithin(found) }).toMatchObject({
        pairs: 250,
        otherIds: 0,
        otherMasks: 0,
        isWithin: true,
      });
    },
  );

  it.for(['t5-gated', 'bert-safetensors'])(
    'gives the vectors of the published package: %s in fp32',
    { timeout: 120_000 },
    async (name, { skip }) => {
      if (python === null) return skip(missing);
      const to = join(scratch, `golden-${name}`);
      const made = await runScript('src/cli/model.ts', [
        ...[model(name), '--precision', 'fp32', '--onnx', to],
      ]);
      expect(made.code, made.stderr).toBe(0);
      const { rows } = readGolden(name);
      const [input, output] = [join(scratch, 'golden.jsonl'), join(scratch, 'golden.npy')];
      const lines = rows.map(({ pair: [instruction, text] }) =>
        JSON.stringify([instruction, text]),
      );
      writeFileSync(input, lines.join('\n'));
      execFileSync(
        python,
        ['-m', 'facet_embed', '--model', to, '--input', input, '--output', output],
        { env: PYTHON_ENV, stdio: 'pipe' },
      );
      const vectors = readNpy(output);
      expect(vectors).toHaveLength(rows.length);
      const differences = rows.map(
        ({ vector }, at) => maxDifference(vector, vectors[at]!) / (Math.hypot(...vector) || 1),
      );
      expect(Math.max(...differences)).toBeLessThanOrEqual(2e-5);
    },
  );

  it('refuses a damaged file, and a device that fails the canary', async ({ skip }) => {
    if (python === null) return skip(missing);
    const copy = await copyOf('refused');
    const open = (more: string) =>
      spawnSync(
        python,
        ['-c', `import facet_embed, sys\nfacet_embed.Embedder(sys.argv[1]${more})`, copy],
        { env: PYTHON_ENV, encoding: 'utf8' },
      ).stderr;
    expect(open('')).toBe('');
    expect(open(', device="cuda"')).toMatch(/DeviceError: cuda: this ONNX Runtime has/);
    const data = readFileSync(join(copy, 'model.onnx.data'));
    for (let at = 0; at < data.length; at += 97) data[at]! ^= 0x40;
    writeFileSync(join(copy, 'model.onnx.data'), data);
    expect(open('')).toMatch(/FolderError: .*model\.onnx\.data: does not have the checksum/);
    // As a processor that computes wrongly does: same files, other vectors.
    expect(open(', check_files=False')).toMatch(
      /DeviceError: cpu: computes other vectors than the model's: canary 1 of 4/,
    );
  }, 60_000);

  it('reads lone surrogates and white space as the page does', ({ skip }) => {
    if (python === null) return skip(missing);
    const code = [
      'import json, sys',
      'from facet_embed.reading import well_formed',
      'print(json.dumps([well_formed(each) for each in json.loads(sys.argv[1])]))',
    ].join('\n');
    const texts = ['a\ud800b', '\udc00', '\ud83d\ude00', '\ud83d', 'plain'];
    const found = execFileSync(python, ['-c', code, JSON.stringify(texts)], { env: PYTHON_ENV });
    expect(JSON.parse(String(found))).toEqual(texts.map((text) => text.toWellFormed()));
  });
});
