import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { BENCHMARKS } from './benchmarks.ts';

const ROOT = join(import.meta.dirname, '..');
const NAMES = Object.keys(BENCHMARKS);

function bench(...args: string[]) {
  return spawnSync(process.execPath, ['--import', 'tsx', 'bench/run.ts', ...args], {
    cwd: ROOT,
    encoding: 'utf8',
  });
}

/** Names at the start of a list's lines. */
function listed(output: string): string[] {
  return [...output.matchAll(/^ {2}(\w+) +\S/gm)].map((match) => match[1]!);
}

test('without a name, lists the benchmarks with their needs', () => {
  const { status, stdout } = bench();
  expect(status).toBe(0);
  expect(listed(stdout)).toEqual(NAMES);
  expect(stdout.match(/^ +needs \S/gm)).toHaveLength(NAMES.length);
});

test.each(['nosuch', '--texts', 'toString'])(
  '"%s" is not a benchmark: prints the list, and exits with 2',
  (name) => {
    const { status, stderr } = bench(name);
    expect(status).toBe(2);
    expect(stderr).toContain(`no benchmark "${name}"`);
    expect(listed(stderr)).toEqual(NAMES);
  },
);

test('arguments after the name go to the benchmark', () => {
  const { status, stderr } = bench('accuracy', '/no/such/checkpoint');
  expect(status).toBe(1);
  expect(stderr).toContain('/no/such/checkpoint is missing');
  const page = bench('page', '--texts', 'many');
  expect(page.status).toBe(2);
  expect(page.stderr).toContain('--texts is "many"');
});

test('every script that calls itself a benchmark is listed', () => {
  const heads = readdirSync(join(ROOT, 'bench'))
    .filter(
      (file) =>
        file.endsWith('.ts') &&
        !file.endsWith('.test.ts') &&
        !['run.ts', 'benchmarks.ts'].includes(file),
    )
    .flatMap((file) => {
      const source = readFileSync(join(ROOT, 'bench', file), 'utf8');
      return /^\/\*\*\n \* `npm run bench -- (\w+)/.exec(source)?.[1] ?? [];
    });
  expect(heads.sort()).toEqual([...NAMES].sort());
});
