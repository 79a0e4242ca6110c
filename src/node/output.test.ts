/** Writing to a full disk: a small one, mounted for the test where that is allowed. */
import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { runScript } from '../../testing/commands.ts';
import { GOLDENS } from '../../testing/goldens.ts';
import { readModelFolder, writeModelFolder } from './node-model.ts';
import { nodeOrt } from './ort.ts';
import { OutputFile } from './output-file.ts';
import { OutputFolder } from './output-folder.ts';

const MODEL = join(GOLDENS, 't5-wide-heads-safetensors/model');
const scratch = mkdtempSync(join(tmpdir(), 'facet-output-'));
const disk = join(scratch, 'disk');
mkdirSync(disk);
const mounted = mount();

function system(program: string, ...args: readonly string[]): void {
  execFileSync(program, args, { stdio: 'ignore' });
}

/** Only root may mount, and not in every container. */
function mount(): boolean {
  try {
    system('mount', '-t', 'tmpfs', '-o', 'size=64k', 'facet-test', disk);
    return true;
  } catch {
    return false;
  }
}

afterAll(() => {
  if (mounted) system('umount', disk);
  rmSync(scratch, { recursive: true, force: true });
});

test('the file appears when all bytes are written, and not before', async () => {
  const file = join(scratch, 'whole');
  writeFileSync(file, 'old', { mode: 0o640 });
  const output = await OutputFile.open(file);
  expect(readFileSync(file, 'utf8')).toBe('old');
  await output.write(Buffer.from('new '), Buffer.from('bytes'));
  expect(readFileSync(file, 'utf8')).toBe('new bytes');
  expect(readdirSync(scratch).filter((name) => name !== 'disk')).toEqual(['whole']);
});

test.skipIf(!existsSync('/proc/self'))(
  'a folder that takes no files is not said to be missing',
  async () => {
    const words = (name: string) => `${name}: nothing can be made in /proc; name a place elsewhere`;
    await expect(OutputFile.open('/proc/v.npy')).rejects.toThrow(words('/proc/v.npy'));
    expect(() => OutputFolder.open('/proc/facet')).toThrow(words('/proc/facet'));
    await expect(OutputFile.open('/none/here/v.npy')).rejects.toThrow(
      'there is no folder /none/here',
    );
  },
);

describe.skipIf(!mounted)('a disk of 64 kB', () => {
  beforeEach(() => {
    for (const name of readdirSync(disk)) rmSync(join(disk, name), { recursive: true });
  });

  test('a file that does not fit leaves the old one, and no part of itself', async () => {
    const file = join(disk, 'vectors.npy');
    writeFileSync(file, 'old');
    const output = await OutputFile.open(file);
    await expect(output.checkSpace(100_000)).rejects.toThrow(
      /needs 100 kB, and its disk has \d+ kB free/,
    );
    await output.checkSpace(10_000);
    const bytes = new Uint8Array(100_000);
    await expect(output.write(bytes)).rejects.toThrow(`${file}: the disk is full`);
    expect([readdirSync(disk), readFileSync(file, 'utf8')]).toEqual([['vectors.npy'], 'old']);
  });

  test('a model that does not fit leaves the old one, and no part of itself', async () => {
    const model = await readModelFolder(MODEL, nodeOrt());
    const folder = join(disk, 'model');
    mkdirSync(folder);
    writeFileSync(join(folder, 'model.json'), '{"format": "facet"}');
    await expect(writeModelFolder(folder, model)).rejects.toThrow(
      /model\.safetensors: the disk is full/,
    );
    expect(readdirSync(folder)).toEqual(['model.json']);
    await expect(writeModelFolder(join(disk, 'a/b'), model)).rejects.toThrow(/the disk is full/);
    expect(readdirSync(disk)).toEqual(['model']);
  });

  test('the commands refuse before the work', async () => {
    const input = join(scratch, 'pairs.jsonl');
    writeFileSync(input, '"a"\n'.repeat(1000));
    const args = ['--model', MODEL, '--input', input, '--output', join(disk, 'v.npy')];
    const embedded = await runScript('src/cli/embed.ts', args);
    const converted = await runScript('src/cli/model.ts', [MODEL, join(disk, 'out')]);
    for (const { code, stderr } of [embedded, converted]) {
      expect([code, stderr]).toEqual([
        1,
        expect.stringMatching(/^\S+: needs \d+ kB, and its disk has \d+ kB free; [^\n]+\n$/),
      ]);
    }
    expect(readdirSync(disk)).toEqual([]);
  });
});
