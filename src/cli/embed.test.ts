/** `npm run embed` as a process: what it refuses before the work, and that a file is whole or not there. */
import { closeSync, existsSync, openSync, readdirSync, readFileSync } from 'node:fs';
import { cp, link, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { runScript, start } from '../../testing/commands.ts';
import { GOLDENS } from '../../testing/goldens.ts';
import { readModelFolder, writeModelFolder } from '../node/node-model.ts';
import { nodeOrt } from '../node/ort.ts';
import { OutputFile } from '../node/output-file.ts';
import { checkVectorsPlace } from './refusals.ts';

const MODEL = join(GOLDENS, 't5-fp16/model');
const PAIRS = '["Represent: ", "a"]\n"b"\n';

let scratch: string;
let places: { folder: string; input: string; output: string; model: string };
beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'facet-embed-'));
  // Converted once, not by each process.
  await writeModelFolder(join(scratch, 'facet'), await readModelFolder(MODEL, nodeOrt()));
});
afterAll(() => rm(scratch, { recursive: true, force: true }));
beforeEach(async () => {
  const folder = await mkdtemp(join(scratch, 'case-'));
  places = {
    folder,
    input: join(folder, 'pairs.jsonl'),
    output: join(folder, 'vectors.npy'),
    model: join(folder, 'model'),
  };
  await cp(join(scratch, 'facet'), places.model, { recursive: true });
  await writeFile(places.input, PAIRS);
});

function embed(output = places.output, ...more: string[]) {
  const { model, input } = places;
  return runScript('src/cli/embed.ts', [
    '--model',
    model,
    '--input',
    input,
    '--output',
    output,
    ...more,
  ]);
}

/** Checks refusals without starting a process for each. */
function check(output: string, force = true): () => void {
  const { model, input } = places;
  return () => checkVectorsPlace({ model, input, output, force });
}

/** Expects a one-line failure before the conversion, with everything unchanged. */
async function refused(output: string, message: RegExp | string, ...more: string[]) {
  const before = readdirSync(places.folder, { recursive: true }).sort();
  const { code, stdout, stderr } = await embed(output, ...more);
  expect(stderr).toMatch(message);
  expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  expect([code, stdout.toString()]).toEqual([1, '']);
  expect(readdirSync(places.folder, { recursive: true }).sort()).toEqual(before);
  expect(readFileSync(places.input, 'utf8')).toBe(PAIRS);
}

const npyShape = (bytes: Buffer) =>
  /'shape': \((.*?)\)/.exec(bytes.toString('latin1', 0, 128))?.[1];

test('vectors replace earlier ones, through a link too; nothing else is left', async () => {
  const { folder, output } = places;
  const linked = join(folder, 'linked.npy');
  await writeFile(output, '\x93NUMPY of before', 'latin1');
  await symlink('vectors.npy', linked);
  const { code, stdout } = await embed(linked);
  expect([code, stdout.toString()]).toEqual([0, '']);
  expect(npyShape(readFileSync(output))).toBe('2, 48');
  expect(readdirSync(folder).sort()).toEqual(['linked.npy', 'model', 'pairs.jsonl', 'vectors.npy']);
});

test('standard input and output are "-"; the vectors equal those from files', async () => {
  const args = ['--model', places.model, '--input', '-', '--output', '-'];
  const [piped, written] = await Promise.all([
    runScript('src/cli/embed.ts', args, Buffer.from(`\uFEFF${PAIRS}`, 'utf16le')),
    embed(),
  ]);
  expect([piped.code, written.code]).toEqual([0, 0]);
  expect(piped.stdout.equals(readFileSync(places.output))).toBe(true);
});

describe('refused before the work', () => {
  test('the input itself, by any of its names', async () => {
    const { folder, input } = places;
    await symlink(folder, join(folder, 'round'));
    await link(input, join(folder, 'hard.jsonl'));
    for (const name of ['./pairs.jsonl', 'round/model/../pairs.jsonl', 'hard.jsonl']) {
      expect(check(`${folder}/${name}`)).toThrow(/is the input itself/);
    }
    await refused(input, /is the input itself/, '--force');
  });

  test('any file in the model’s folder', async () => {
    await symlink(join(places.model, 'config.json'), join(places.folder, 'link.npy'));
    for (const name of ['model/pytorch_model.bin', 'link.npy', 'model/1_Pooling/new.npy']) {
      expect(check(join(places.folder, name))).toThrow(/lies in the folder of the model/);
    }
    await refused(join(places.model, 'new.npy'), /lies in the folder of the model/, '--force');
  });

  test('a file with other contents, unless --force', async () => {
    const other = join(places.folder, 'other.jsonl');
    await writeFile(other, PAIRS);
    await refused(other, /exists already and is not a \.npy file/);
    expect(check(other, true)).not.toThrow();
    await writeFile(other, '');
    expect(check(other, false)).not.toThrow();
  });

  test.each([
    ['a folder that is not there', 'none/vectors.npy', /there is no folder .*none; make it first/],
    ['a folder', 'model/..', /is a folder|lies in/],
    ['a folder by its name', 'new/', /names a folder/],
    ['a path through a file', 'pairs.jsonl/x.npy', /a part of this path is a file/],
    ['a name that is too long', `${'x'.repeat(300)}.npy`, /the name is too long/],
  ])('%s', async (_, name, message) => {
    const path = `${places.folder}/${name}`;
    const open = async () => {
      check(path)();
      await OutputFile.open(path);
    };
    await expect(open()).rejects.toThrow(message);
    expect(readdirSync(places.folder).sort()).toEqual(['model', 'pairs.jsonl']);
  });

  test('a place that cannot be written', async () => {
    await refused(
      join(places.folder, 'none/vectors.npy'),
      /there is no folder .*none; make it first/,
    );
  });

  test('Latin-1, and a file that is not there', async () => {
    await writeFile(places.input, '["a", "caf\xe9"]', 'latin1');
    const latin1 = await embed();
    expect(latin1.stderr).toMatch(/pairs\.jsonl: line 1, byte 11 .*iconv -f WINDOWS-1252/);
    await rm(places.input);
    const missing = await embed();
    expect(missing.stderr).toMatch(/pairs\.jsonl: there is no such file/);
    expect([latin1.code, missing.code]).toEqual([1, 1]);
    expect(readdirSync(places.folder)).toEqual(['model']);
  });

  test('a model that is not there, or is a file', async () => {
    await rm(places.model, { recursive: true });
    expect(check(places.output)).toThrow(/model: there is no such folder/);
    await writeFile(places.model, '');
    expect(check(places.output)).toThrow(/model: is a file/);
  });
});

test.skipIf(!existsSync('/dev/full'))(
  'a full device gives an error, and stays a device',
  async () => {
    const { code, stderr } = await embed('/dev/full');
    expect([code, stderr.trimEnd().split('\n').at(-1)]).toEqual([
      1,
      '/dev/full: the disk is full; free some space, or name a place on another disk',
    ]);
  },
);

test.skipIf(!existsSync('/dev/full'))(
  'standard output that is full is an error in words; a default prompt and a line stay text',
  async () => {
    const { folder, input } = places;
    const model = join(folder, 'checkpoint');
    await cp(MODEL, model, { recursive: true });
    await writeFile(
      join(model, 'config_sentence_transformers.json'),
      '{"prompts": {"q": "\\u001b[31mred\\u0000\\u202e\\u009b: "}, "default_prompt_name": "q"}',
    );
    const full = openSync('/dev/full', 'w');
    const args = ['--model', model, '--input', input, '--output', '-'];
    const { code, stderr } = await start('src/cli/embed.ts', args, full).ended;
    closeSync(full);
    expect([code, stderr.trimEnd().split('\n').at(-1)]).toEqual([
      1,
      'the vectors could not be written to standard output: the disk is full; free some space, or name a place on another disk. Send it elsewhere, or name a file with --output',
    ]);
    expect(stderr).toMatch(/“\P{L}*\[31mred\P{L}*: \P{L}*”/u);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: a terminal would obey these
    expect(stderr).not.toMatch(/[\u0000\u001b\u009b\u202e]/);

    await writeFile(input, '"ok"\n\u001b[31m{bad\u009d\n');
    const bad = await embed();
    expect([bad.code, bad.stderr]).toEqual([
      1,
      expect.stringMatching(/, line 2: is not JSON .*; found \\u001b\[31m\{bad\\u009d\n$/),
    ]);
  },
);

test('a reader that stops early ends it quietly, but not as if all were done', async () => {
  const { child, ended } = start('src/cli/embed.ts', [
    ...['--model', places.model, '--input', places.input, '--output', '-'],
  ]);
  child.stdout!.destroy();
  const { code, stderr } = await ended;
  expect(code).toBe(141);
  expect(stderr).not.toMatch(/EPIPE|\n +at /);
});

test.skipIf(process.platform === 'win32')(
  'an interrupt leaves nothing, and the old vectors',
  async () => {
    const { folder, input, model, output } = places;
    const many = Array.from({ length: 5000 }, (_, i) =>
      JSON.stringify(`${i} ${'word '.repeat(30)}`),
    );
    await writeFile(input, many.join('\n'));
    await writeFile(output, '\x93NUMPY of before', 'latin1');
    await mkdir(join(folder, 'unrelated'));
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      const { child, ended } = start('src/cli/embed.ts', [
        ...['--model', model, '--input', input, '--output', output],
      ]);
      let said = '';
      child.stderr!.on('data', (text) => {
        said += text;
      });
      // Interrupts in the middle of the work.
      while (!said.includes('Embedding: ')) await wait(50);
      expect(readdirSync(folder).some((name) => name.includes('partial'))).toBe(true);
      child.kill(signal);
      const { code, stderr } = await ended;
      expect(code).toBe(signal === 'SIGINT' ? 130 : 143);
      expect(stderr).toMatch(/Embedding: \d+ of 5000 texts, [\d.]+ a second, .* left\n/);
      expect(stderr).toMatch(/Interrupted: nothing was written\n$/);
      expect(readdirSync(folder).sort()).toEqual([
        'model',
        'pairs.jsonl',
        'unrelated',
        'vectors.npy',
      ]);
      expect(readFileSync(output, 'latin1')).toBe('\x93NUMPY of before');
    }
  },
);
