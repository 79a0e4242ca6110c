/** `npm run model` from a server that speaks the hub's layout: redirects to a second host, ranges, tokens. */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { GOLDENS } from '../../testing/goldens.ts';
import { type HubServer, startHub } from '../../testing/hub/server.ts';
import { readModelFolder, writeModelFolder } from '../node/node-model.ts';
import { nodeOrt } from '../node/ort.ts';

const run = promisify(execFile);
const MODEL = join(GOLDENS, 't5-wide-heads-safetensors/model');
const REPO = {
  folder: MODEL,
  access: 'private',
  readers: ['hf_secret'],
  revisions: ['refs/pr/1'],
} as const;

let scratch: string;
let hub: HubServer;

beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'facet-hub-'));
  hub = await startHub({ 'facet-test/wide-heads': REPO });
});
afterAll(async () => {
  await hub.close();
  await rm(scratch, { recursive: true, force: true });
});

function convert(id: string, output: string, token: string) {
  const args = ['src/cli/model.ts', id, output, '--hub', hub.url, '--revision', 'refs/pr/1'];
  return run('npx', ['tsx', ...args], { env: { ...process.env, HF_TOKEN: token } });
}

test('the model from the hub equals the one from the same folder on disk, byte for byte', async () => {
  const output = join(scratch, 'from-hub');
  const { stdout } = await convert('facet-test/wide-heads', output, 'hf_secret');
  expect(stdout).toContain(`From ${hub.url}: facet-test/wide-heads`);

  const local = join(scratch, 'from-disk');
  const model = await readModelFolder(MODEL, nodeOrt(), { name: 'wide-heads', precision: 'int8' });
  await writeModelFolder(local, model);
  for (const file of [
    'model.json',
    'model.safetensors',
    'tokenizer.json',
    'tokenizer_config.json',
  ]) {
    const [ours, theirs] = await Promise.all(
      [local, output].map((dir) => readFile(join(dir, file))),
    );
    expect([file, ours!.equals(theirs!)]).toEqual([file, true]);
  }
  const address = '/facet-test/wide-heads/resolve/refs%2Fpr%2F1/modules.json';
  expect(hub.requests.map(({ url }) => url)).toContain(address);
  // The token goes to the hub alone.
  const toCdn = hub.requests.filter(({ host }) => host === 'cdn');
  expect(new Set(toCdn.map(({ authorization }) => authorization))).toEqual(new Set([undefined]));
}, 60_000);

test.each([
  [
    'a token that opens nothing',
    'facet-test/wide-heads',
    'hf_other',
    /HTTP 401.*give an access token/,
  ],
  ['a repository that is no model', 'facet-test/nothing', 'hf_secret', /config\.json: is missing/],
  [
    'a folder that is not there',
    './facet-test/wide-heads',
    'hf_secret',
    /config\.json: is missing/,
  ],
])(
  '%s is refused with a message',
  async (_, id, token, message) => {
    const failed = await convert(id, join(scratch, 'refused'), token).then(
      () => expect.fail('must be refused'),
      (error: { code: number; stderr: string }) => error,
    );
    expect(failed.code).toBe(1);
    expect(failed.stderr).toMatch(message);
    expect(existsSync(join(scratch, 'refused'))).toBe(false);
  },
  60_000,
);
