import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import {
  countPlaywright,
  countPytest,
  countVitest,
  readCounts,
  sum,
  summaryLine,
} from './reports.ts';

const vitestReport = {
  numPassedTests: 5,
  numFailedTests: 1,
  numPendingTests: 2,
  numTodoTests: 1,
  testResults: [
    { status: 'passed', assertionResults: [{ status: 'passed' }] },
    {
      status: 'failed',
      assertionResults: [
        {
          status: 'failed',
          fullName: 'adds up',
          failureMessages: ['AssertionError: expected 3 to be 4\n    at sum.test.ts:3'],
        },
      ],
    },
  ],
};

function reportFile(content: string): string {
  const file = join(mkdtempSync(join(tmpdir(), 'facet-report-')), 'report.json');
  writeFileSync(file, content);
  return file;
}

test('vitest: tests are counted, and a file that fails to load is a failure', () => {
  expect(countVitest(JSON.stringify(vitestReport))).toEqual({
    passed: 5,
    failed: 1,
    skipped: 3,
    failures: ['adds up\n    AssertionError: expected 3 to be 4\n        at sum.test.ts:3'],
  });
  const broken = { status: 'failed', assertionResults: [] };
  expect(
    countVitest(
      JSON.stringify({ ...vitestReport, testResults: [...vitestReport.testResults, broken] }),
    ).failed,
  ).toBe(2);
});

test('playwright: flaky tests and errors outside tests are failures', () => {
  const stats = { expected: 7, unexpected: 1, flaky: 1, skipped: 2 };
  const ran = (status: string, message?: string) => ({
    status,
    projectName: 'wasm',
    results: [{ errors: message === undefined ? [] : [{ message }] }],
  });
  const at = { file: 'import.spec.ts', line: 9 };
  const suites = [
    {
      specs: [{ ...at, title: 'imports', tests: [ran('expected')] }],
      suites: [
        {
          specs: [
            {
              ...at,
              title: 'goes on',
              tests: [ran('unexpected', '\u001b[31mError\u001b[39m: bytes\n\nExpected: < 5')],
            },
            { ...at, title: 'ends', tests: [ran('flaky')] },
          ],
        },
      ],
    },
  ];
  expect(countPlaywright(JSON.stringify({ stats, errors: ['no tests found'], suites }))).toEqual({
    passed: 7,
    failed: 3,
    skipped: 2,
    failures: [
      '[wasm] import.spec.ts:9 goes on\n    Error: bytes\n    Expected: < 5',
      '[wasm] import.spec.ts:9 ends\n    no message',
    ],
  });
});

test('pytest: errors count as failures, and an invalid report is none', () => {
  const suite =
    '<testsuite name="pytest" errors="1" failures="2" skipped="3" tests="40" time="1.2">';
  const xml = `<?xml version="1.0"?><testsuites name="pytest tests">${suite}</testsuite></testsuites>`;
  expect(countPytest(xml)).toEqual({ passed: 34, failed: 3, skipped: 3 });
  expect(() => countPytest('<testsuites/>')).toThrow('no JUnit report');
  expect(() => countPytest('<testsuite name="pytest">')).toThrow('no JUnit report');
});

test('a failing exit status is never reported as a pass', () => {
  const green = reportFile(
    JSON.stringify({ stats: { expected: 3, unexpected: 0, flaky: 0, skipped: 0 }, errors: [] }),
  );
  const empty = reportFile(
    JSON.stringify({ stats: { expected: 0, unexpected: 0, flaky: 0, skipped: 4 }, errors: [] }),
  );
  expect(readCounts(green, 0, countPlaywright).failed).toBe(0);
  expect(readCounts(green, 1, countPlaywright).failed).toBe(1);
  expect(readCounts(empty, 0, countPlaywright).failed).toBe(1);
  expect(readCounts(reportFile('{'), 0, countPlaywright).failed).toBe(1);
  expect(readCounts('/no/such/report.json', 0, countPlaywright).failed).toBe(1);
});

test('the closing line', () => {
  const total = sum([
    { passed: 1, failed: 0, skipped: 0 },
    { passed: 41, failed: 0, skipped: 0 },
  ]);
  expect(summaryLine(total)).toBe('42 passed, 0 failed');
  expect(summaryLine({ ...total, failed: 1, skipped: 2 })).toBe('42 passed, 1 failed, 2 skipped');
});
