/** `npm run evaluate` as a process. */
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runScript, start } from '../../testing/commands.ts';
import { GOLDENS } from '../../testing/goldens.ts';

const MODEL = join(GOLDENS, 'bert-safetensors/model');
const WORDS = ['river', 'bread', 'rocket', 'music', 'snow', 'cat', 'gold', 'door'];

let scratch: string;
let data: string;
beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'facet-evaluate-'));
  data = join(scratch, 'data');
  const lines = (rows: readonly unknown[]) => rows.map((row) => JSON.stringify(row)).join('\n');
  await mkdir(join(data, 'pairs'), { recursive: true });
  const pairs = Array.from({ length: 24 }, (_, i) => ({
    a: `${WORDS[i % 8]} ${WORDS[(3 * i) % 8]} ${i}`,
    b: `${WORDS[(i + (i % 3)) % 8]} ${i}`,
    score: i % 5,
  }));
  await writeFile(join(data, 'pairs/data.jsonl'), lines(pairs));
  await mkdir(join(data, 'search/qrels'), { recursive: true });
  const texts = WORDS.map((text, i) => ({ _id: `d${i}`, title: '', text }));
  await writeFile(join(data, 'search/corpus.jsonl'), lines(texts));
  await writeFile(
    join(data, 'search/queries.jsonl'),
    lines(WORDS.map((text, i) => ({ _id: `q${i}`, text: `about ${text}` }))),
  );
  const qrels = WORDS.map((_, i) => `q${i}\td${i}\t1`);
  await writeFile(
    join(data, 'search/qrels/test.tsv'),
    ['query-id\tcorpus-id\tscore', ...qrels].join('\n'),
  );
});
afterAll(() => rm(scratch, { recursive: true, force: true }));

function evaluate(...more: string[]) {
  const quick = ['--resamples', '100', '--permutations', '99'];
  return runScript('src/cli/evaluate.ts', ['--model', MODEL, '--data', data, ...quick, ...more]);
}

test('compares instructions with the null rows, and writes what others read', async () => {
  const instructions = join(scratch, 'instructions.json');
  await writeFile(
    instructions,
    JSON.stringify({ '*': { short: 'Represent: ' }, search: [{ query: 'Q: ', document: 'D: ' }] }),
  );
  const output = join(scratch, 'results');
  const { code, stdout, stderr } = await evaluate(
    '--instructions',
    instructions,
    '--output',
    output,
  );
  expect(stderr).toContain('Results: ');
  expect(code).toBe(0);
  const printed = stdout.toString();
  for (const words of ['no instruction', 'nonsense', 'another task’s', 'short', 'Q:  | D:']) {
    expect(printed).toContain(words);
  }
  expect(printed).toContain(
    'search (retrieval): ndcg_at_10 in %, with 95 % intervals over 8 queries',
  );
  const files = (await readdir(output)).sort();
  expect(files).toEqual(
    expect.arrayContaining(['methods.md', 'results.csv', 'pairs.0-short.json']),
  );
  // Rows: one or two instructions and three null rows.
  expect(files.length).toBe(2 + 4 + 5);
  const result = JSON.parse(await readFile(join(output, 'pairs.0-short.json'), 'utf8'));
  const [scores] = result.scores.test;
  expect(scores.main_score).toBe(scores.cosine_spearman);
  expect(result.task_name).toBe('pairs');
  const csv = (await readFile(join(output, 'results.csv'), 'utf8')).trimEnd().split('\r\n');
  expect(csv.length).toBe(1 + 4 + 5);
  const row = csv.find((line) => line.startsWith('pairs,sts,short'))!;
  expect(Number(row.split(',')[7])).toBeCloseTo(scores.main_score, 12);
  expect(await readFile(join(output, 'methods.md'), 'utf8')).toContain('100 resamples');
}, 240_000);

test('a search reports on the half that it never saw', async () => {
  const search = join(scratch, 'search.json');
  await writeFile(search, JSON.stringify({ domains: ['', 'odd'], types: ['word', 'note'] }));
  const { code, stdout, stderr } = await evaluate('--task', 'pairs', '--search', search);
  expect(stderr).toContain('search, round 2: 2 instructions on 100.00 % of its half');
  expect(stdout.toString()).toMatch(
    /intervals over 12 pairs[\s\S]*found by search: Represent the .*[\s\S]*never saw/,
  );
  expect(code).toBe(0);
}, 240_000);

test.each([
  [['--task', 'nosuch'], 1, /has no task "nosuch"; it has pairs, search/],
  [['--instructions', '/no/such.json'], 1, /no such file/],
  [['--seed', 'x'], 2, /--seed is "x"/],
])('%j is refused', async (more, code, words) => {
  const ended = await evaluate(...more);
  expect(ended.stderr).toMatch(words);
  expect(ended.code).toBe(code);
});

test('says how far the score moves with the wording', async () => {
  const instructions = join(scratch, 'one.json');
  await writeFile(instructions, JSON.stringify({ '*': ['Represent the note for retrieval: '] }));
  const output = join(scratch, 'moved');
  const more = ['--instructions', instructions, '--sensitivity', '--output', output];
  const { code, stdout, stderr } = await evaluate('--task', 'pairs', ...more);
  expect(stderr).toContain('Results: ');
  expect(code).toBe(0);
  expect(stdout.toString()).toMatch(
    /pairs: cosine_spearman under other wordings of "Represent the note for retrieval:", with paired differences over 24 pairs[\s\S]*Over all 13 wordings: standard deviation/,
  );
  const [moved] = JSON.parse(await readFile(join(output, 'sensitivity.json'), 'utf8'));
  expect(moved.found.wordings.length).toBe(12);
}, 240_000);

test('a run that was killed goes on, and embeds nothing twice', async () => {
  const cache = join(scratch, 'cache');
  await mkdir(join(scratch, 'many/pairs'), { recursive: true });
  const rows = Array.from({ length: 400 }, (_, i) => ({
    a: `${WORDS[i % 8]} of the ${WORDS[(3 * i) % 8]} number ${i}`,
    b: `${WORDS[(i * i) % 8]} ${i}`,
    score: i % 5,
  }));
  const lines = rows.map((row) => JSON.stringify(row)).join('\n');
  await writeFile(join(scratch, 'many/pairs/data.jsonl'), lines);
  const quick = ['--resamples', '100', '--permutations', '99'];
  const args = ['--model', MODEL, '--data', join(scratch, 'many'), ...quick];
  const again = () => runScript('src/cli/evaluate.ts', [...args, '--cache', cache]);

  const { child, ended } = start('src/cli/evaluate.ts', [...args, '--cache', cache]);
  while ((await bytesIn(cache)) < 100_000 && child.exitCode === null) await setTimeout(20);
  child.kill('SIGKILL');
  expect((await ended).code).toBe(128 + 9);
  const kept = await bytesIn(cache);

  const second = await again();
  expect(second.code).toBe(0);
  expect(Number(/^(\d+) vectors are kept/m.exec(second.stderr)?.[1])).toBeGreaterThan(100);
  const whole = await bytesIn(cache);
  expect(whole).toBeGreaterThan(kept);
  // All is kept: nothing is written, so nothing was embedded.
  const third = await again();
  expect(await bytesIn(cache)).toBe(whole);
  expect(third.stderr).not.toContain('Embedding');
  expect(third.stdout.equals(second.stdout)).toBe(true);
  // Vectors that were kept are those that would be computed now.
  const fresh = await runScript('src/cli/evaluate.ts', args);
  expect(fresh.stdout.toString()).toBe(second.stdout.toString());
  // Each text under each of three null rows, once: the sum of what two runs wrote.
  const distinct = new Set(rows.flatMap(({ a, b }) => [a, b])).size;
  expect(Number(/^(\d+) vectors are kept/m.exec(third.stderr)?.[1])).toBe(3 * distinct);
}, 480_000);

async function bytesIn(folder: string): Promise<number> {
  const files = await readdir(folder, { recursive: true }).catch(() => []);
  const sizes = await Promise.all(files.map(async (file) => stat(join(folder, file))));
  return sizes.reduce((sum, each) => sum + (each.isFile() ? each.size : 0), 0);
}
