/** Checks the documents: their links and anchors, the commands and files they name, and the front page's length. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { BENCHMARKS } from '../bench/benchmarks.ts';
import packageJson from '../package.json' with { type: 'json' };

const ROOT = join(import.meta.dirname, '..');
const README_BYTES = 6_000;

const DOCUMENTS = [
  'README.md',
  'CONTRIBUTING.md',
  'training/README.md',
  'training/reference/README.md',
  ...readdirSync(join(ROOT, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.md'))
    .map((file) => join('docs', file)),
];

/** Faults of a document in `folder` of the repository. */
function faults(text: string, folder: string): string[] {
  const prose = text.replace(/^```.*?^```/gms, '');
  const links = all(prose, /\]\(([^)\s]+)\)/g).filter((link) => !/^[a-z]+:/.test(link));
  const scripts = all(text, /\bnpm run ([\w:-]+)/g);
  const benchmarks = all(text, /\bnpm run bench -- ([\w-]+)/g);
  const paths = all(
    text,
    /(?<![\w./-])((?:src|e2e|bench|scripts|training|docs|public)\/[\w./-]*\w)(?![\w<*{]|\/<)/g,
  );
  return [
    ...links.filter((link) => !leads(link, folder, text)).map((link) => `the link ${link}`),
    ...scripts.filter((name) => !(name in packageJson.scripts)).map((name) => `npm run ${name}`),
    ...benchmarks.filter((name) => !(name in BENCHMARKS)).map((name) => `npm run bench -- ${name}`),
    ...paths
      .filter((path) => !existsSync(join(ROOT, path)) && !made(path))
      .map((path) => `the path ${path}`),
  ];
}

function all(text: string, pattern: RegExp): string[] {
  return [...text.matchAll(pattern)].map((match) => match[1]!);
}

function leads(link: string, folder: string, text: string): boolean {
  const [path, anchor] = link.split('#') as [string, string?];
  const file = resolve(ROOT, folder, path);
  if (path !== '' && !existsSync(file)) return false;
  if (anchor === undefined) return true;
  return anchors(path === '' ? text : readFileSync(file, 'utf8')).has(anchor);
}

/** Anchors that GitHub gives a document's headings. */
function anchors(text: string): Set<string> {
  const headings = all(text.replace(/^```.*?^```/gms, ''), /^#+ (.+)$/gm);
  return new Set(
    headings.map((heading) =>
      heading
        .toLowerCase()
        .replace(/[^\p{L}\p{N} _-]/gu, '')
        .replaceAll(' ', '-'),
    ),
  );
}

/** Whether a trainer's command makes the file, so that no checkout has it. */
function made(path: string): boolean {
  return path.startsWith('training/.venv');
}

test.each(DOCUMENTS)('%s', (file) => {
  expect(faults(readFileSync(join(ROOT, file), 'utf8'), dirname(file))).toEqual([]);
});

test('README.md is read in a minute', () => {
  expect(statSync(join(ROOT, 'README.md')).size).toBeLessThanOrEqual(README_BYTES);
});

test('the list of decisions has each of them', () => {
  const decisions = readdirSync(join(ROOT, 'docs/decisions')).filter((file) =>
    /^\d{4}-/.test(file),
  );
  const listed = all(
    readFileSync(join(ROOT, 'docs/decisions/README.md'), 'utf8'),
    /\((\d{4}-\S+)\)/g,
  );
  expect(listed).toEqual(decisions.sort());
});

describe('faults are found', () => {
  test.each([
    ['see [it](no-such-page.md)', 'the link no-such-page.md'],
    ['see [it](limits.md#no-such-heading)', 'the link limits.md#no-such-heading'],
    ['# A\n\n[b](#b)', 'the link #b'],
    ['`npm run no-such`', 'npm run no-such'],
    ['```sh\nnpm run bench -- no-such\n```', 'npm run bench -- no-such'],
    ['`src/model/no-such.ts`', 'the path src/model/no-such.ts'],
  ])('%j', (text, fault) => {
    expect(faults(text, 'docs')).toEqual([fault]);
  });

  test('correct documents pass', () => {
    const text =
      '# A b\n\n[a](#a-b) [l](limits.md#devices) [w](https://x.y) `npm run bench -- gpu` `src/<panel>.ts`';
    expect(faults(text, 'docs')).toEqual([]);
  });
});
