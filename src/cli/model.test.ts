/** `npm run model` as a process: it damages neither its source nor foreign files. */
import { createHash } from 'node:crypto';
import { closeSync, existsSync, openSync, readdirSync, readFileSync } from 'node:fs';
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { runScript, start } from '../../testing/commands.ts';
import { GOLDENS } from '../../testing/goldens.ts';
import { readModelFolder, writeModelFolder } from '../node/node-model.ts';
import { nodeOrt } from '../node/ort.ts';
import { checkModelPlace } from './refusals.ts';

const CHECKPOINT = join(GOLDENS, 't5-wide-heads-safetensors/model');
const FACET_FILES = ['model.json', 'model.safetensors', 'tokenizer.json', 'tokenizer_config.json'];

const scratches: string[] = [];
let scratch: string;
let source: string;
beforeEach(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'facet-model-'));
  scratches.push(scratch);
  source = join(scratch, 'source');
  await cp(CHECKPOINT, source, { recursive: true });
});
afterAll(() => Promise.all(scratches.map((each) => rm(each, { recursive: true, force: true }))));

const convert = (output: string, ...more: string[]) =>
  runScript('src/cli/model.ts', [source, output, ...more]);

/** Checks refusals without starting a process for each. */
function check(output: string, force = true): () => void {
  return () => checkModelPlace({ input: source, isLocal: true, output, force });
}

/** Every file below a folder, with its contents. */
function contents(folder: string): Record<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name));
  const hash = (file: string) => createHash('sha256').update(readFileSync(file)).digest('hex');
  return Object.fromEntries(files.sort().map((file) => [file, hash(file)]));
}

async function refused(output: string, message: RegExp, ...more: string[]) {
  const before = contents(scratch);
  const { code, stderr } = await convert(output, ...more);
  expect(stderr).toMatch(message);
  expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  expect(code).toBe(1);
  expect(contents(scratch)).toEqual(before);
}

test("the source's own folder, by any of its names, inside it or around it", async () => {
  await symlink('source', join(scratch, 'link'));
  await symlink(join(scratch, 'source', '1_Pooling'), join(scratch, 'inner'));
  for (const name of ['source', 'source/', 'link', 'source/../source/.', 'inner/..']) {
    expect(check(`${scratch}/${name}`)).toThrow(/is the model's own folder/);
  }
  await refused(`${scratch}/link`, /is the model's own folder/, '--force');
  expect(check(join(scratch, 'link/new/one'))).toThrow(/lies in the model's own folder/);
  expect(check(join(scratch, 'inner'))).toThrow(/lies in the model's own folder/);
  expect(check(scratch)).toThrow(/holds the model to be read/);
});

test('a folder that the source links to, as the cache of the hub does', async () => {
  const blobs = join(scratch, 'blobs');
  await mkdir(blobs);
  await cp(join(source, 'model.safetensors'), join(blobs, 'model.safetensors'));
  await rm(join(source, 'model.safetensors'));
  await symlink('../blobs/model.safetensors', join(source, 'model.safetensors'));
  expect(check(blobs)).toThrow(/holds files that .* links to/);
});

test("a file, and a folder with another's files, even with --force", async () => {
  const other = join(scratch, 'other');
  await mkdir(other);
  await writeFile(join(other, 'model.json'), '{"format": "else"}');
  await refused(other, /is not empty \(it holds model\.json\) and is not a Facet model/, '--force');
  expect(check(join(other, 'model.json'))).toThrow(/is a file; name a folder/);
  expect(check(join(other, 'model.json/x'))).toThrow(/a part of this path is a file/);
});

test('--force alone replaces an earlier model; other files there stay', async () => {
  const output = join(scratch, 'nested/out');
  const first = await convert(output);
  expect([first.code, readdirSync(output).sort()]).toEqual([0, FACET_FILES]);
  await refused(output, /holds a Facet model already; .*--force/);

  // A model of several files leaves names that are no longer used.
  const manifest = JSON.parse(readFileSync(join(output, 'model.json'), 'utf8'));
  manifest.files['model-00001-of-00002.safetensors'] = { bytes: 1, sha256: '0'.repeat(64) };
  manifest.files['../source/config.json'] = { bytes: 1, sha256: '0'.repeat(64) };
  await writeFile(join(output, 'model.json'), JSON.stringify(manifest));
  await writeFile(join(output, 'model-00001-of-00002.safetensors'), 'x');
  await writeFile(join(output, 'README.md'), 'mine');
  const before = contents(source);
  const second = await convert(output, '--force', '--precision', 'fp32');
  expect(second.code).toBe(0);
  expect(readdirSync(output).sort()).toEqual(['README.md', ...FACET_FILES].sort());
  expect(contents(source)).toEqual(before);
  expect((await readModelFolder(output, nodeOrt())).precision).toBe('fp32');
  expect(readdirSync(join(scratch, 'nested'))).toEqual(['out']);
});

test('a Facet folder keeps its precision; another is refused with a message', async () => {
  const folder = join(scratch, 'facet');
  await writeModelFolder(folder, await readModelFolder(source, nodeOrt(), { precision: 'int8' }));
  source = folder;
  const output = join(scratch, 'new/copy');
  const pattern = (precision: string) =>
    new RegExp(`facet: is a Facet model in int8 already, and cannot be made ${precision}`);
  await refused(output, pattern('fp32'), '--precision', 'fp32');
  const int4 = readModelFolder(source, nodeOrt(), { precision: 'int4' });
  await expect(int4).rejects.toThrow(pattern('int4'));
  const input = join(scratch, 'pairs.jsonl');
  await writeFile(input, '"a"');
  const vectors = join(scratch, 'v.npy');
  const files = ['--model', folder, '--input', input, '--output', vectors];
  const other = await runScript('src/cli/embed.ts', [...files, '--precision', 'fp32']);
  expect([other.code, other.stderr]).toEqual([1, expect.stringMatching(/int8 already/)]);
  const same = await runScript('src/cli/embed.ts', [...files, '--precision', 'int8']);
  expect([same.code, same.stderr]).toEqual([0, expect.stringMatching(/\(int8\)/)]);
  const named = await convert(output, '--precision', 'int8', '--name', 'mine');
  expect(named.code).toBe(0);
  expect((await readModelFolder(output, nodeOrt())).name).toBe('mine');
});

test('a checkpoint that turns out wrong leaves no folder behind', async () => {
  await writeFile(join(source, 'model.safetensors'), 'x');
  await refused(join(scratch, 'a/b/c'), /model\.safetensors/);
  expect(readdirSync(scratch)).toEqual(['source']);
});

test.skipIf(process.platform === 'win32')(
  "a model of Hugging Face's cache, by the folder that holds its versions",
  async () => {
    const repo = join(scratch, 'hub/models--acme--tiny');
    const blobs = join(repo, 'blobs');
    await mkdir(blobs, { recursive: true });
    const files = Object.keys(contents(source));
    for (const [i, file] of files.entries()) {
      const link = join(repo, 'snapshots/aaa111', relative(source, file));
      await mkdir(dirname(link), { recursive: true });
      await cp(file, join(blobs, `b${i}`));
      await symlink(relative(dirname(link), join(blobs, `b${i}`)), link);
    }
    source = repo;
    const output = join(scratch, 'out');
    const { code, stderr } = await convert(output);
    expect([code, stderr]).toEqual([0, expect.stringMatching(/read from .*snapshots\/aaa111\n/)]);
    expect((await readModelFolder(output, nodeOrt())).name).toBe('tiny');
    await cp(join(repo, 'snapshots/aaa111'), join(repo, 'snapshots/bbb222'), { recursive: true });
    await refused(join(scratch, 'other'), /in 2 versions; name one of them: .*aaa111, .*bbb222$/m);
  },
);

test.skipIf(!existsSync('/dev/full'))('a list that cannot be printed is no failure', async () => {
  const output = join(scratch, 'out');
  const full = openSync('/dev/full', 'w');
  const { code, stderr } = await start('src/cli/model.ts', [source, output], full).ended;
  closeSync(full);
  expect([code, readdirSync(output).sort()]).toEqual([0, FACET_FILES]);
  expect(stderr.trimEnd().split('\n').at(-1)).toMatch(
    /^The model is written whole: .*out\. Only the list of its files could not be printed \(standard output: the disk is full; /,
  );
});

test.skipIf(process.platform === 'win32')(
  'an interrupt while it converts ends it before the conversion would, and leaves nothing',
  async () => {
    const output = join(scratch, 'a/out');
    const { child, ended } = start('src/cli/model.ts', [source, output]);
    // The folder where the files gather is made before the work.
    while (!existsSync(join(scratch, 'a'))) await wait(5);
    child.kill('SIGINT');
    const { code, stderr } = await ended;
    expect([code, stderr]).toEqual([
      130,
      expect.stringMatching(/\nInterrupted: nothing was written\n$/),
    ]);
    expect(child.signalCode).toBe('SIGINT');
    expect(readdirSync(scratch)).toEqual(['source']);
  },
);
