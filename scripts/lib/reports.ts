/** Counts passed, failed and skipped checks in the test runners' reports, and lists the failures. */
import { readFileSync } from 'node:fs';
import { stripVTControlCharacters } from 'node:util';

export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** Name of each failed test with the start of its message, if the report has them. */
  readonly failures?: readonly string[];
}

/** Lines of a message to keep: expected and received values, without the code around them. */
const MESSAGE_LINES = 5;

interface VitestReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
  readonly testResults: readonly {
    readonly status: string;
    readonly assertionResults: readonly {
      readonly status: string;
      readonly fullName: string;
      readonly failureMessages?: readonly string[];
    }[];
  }[];
}

interface PlaywrightSuite {
  readonly suites?: readonly PlaywrightSuite[];
  readonly specs?: readonly {
    readonly title: string;
    readonly file: string;
    readonly line: number;
    readonly tests: readonly {
      readonly status: string;
      readonly projectName: string;
      readonly results: readonly {
        readonly errors?: readonly { readonly message?: string }[];
      }[];
    }[];
  }[];
}

interface PlaywrightReport {
  readonly stats: {
    readonly expected: number;
    readonly unexpected: number;
    readonly flaky: number;
    readonly skipped: number;
  };
  readonly errors: readonly unknown[];
  readonly suites?: readonly PlaywrightSuite[];
}

/** Counts a file that failed before its first test (a bad import, a failed hook) as one failure. */
export function countVitest(json: string): Counts {
  const report: VitestReport = JSON.parse(json);
  const brokenFiles = report.testResults.filter(
    (file) =>
      file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'),
  ).length;
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + brokenFiles,
    skipped: report.numPendingTests + report.numTodoTests,
    failures: report.testResults
      .flatMap((file) => file.assertionResults)
      .filter(({ status }) => status === 'failed')
      .map(({ fullName, failureMessages }) => failure(fullName, failureMessages?.[0])),
  };
}

/** Counts a test that passed only on a retry as failed, and errors outside tests as failures. */
export function countPlaywright(json: string): Counts {
  const { stats, errors, suites = [] }: PlaywrightReport = JSON.parse(json);
  const { expected, unexpected, flaky, skipped } = stats;
  const failed = unexpected + flaky + errors.length;
  return { passed: expected, failed, skipped, failures: suites.flatMap(playwrightFailures) };
}

function playwrightFailures({ suites = [], specs = [] }: PlaywrightSuite): string[] {
  const own = specs.flatMap(({ title, file, line, tests }) =>
    tests
      .filter(({ status }) => status === 'unexpected' || status === 'flaky')
      .map(({ projectName, results }) => {
        const messages = results.flatMap(({ errors = [] }) => errors.map(({ message }) => message));
        return failure(`[${projectName}] ${file}:${line} ${title}`, messages[0]);
      }),
  );
  return [...own, ...suites.flatMap(playwrightFailures)];
}

function failure(name: string, message = 'no message'): string {
  const lines = stripVTControlCharacters(message).split('\n');
  const said = lines.filter((line) => line.trim() !== '').slice(0, MESSAGE_LINES);
  return [name, ...said.map((line) => `    ${line}`)].join('\n');
}

/** Reads pytest's JUnit report: XML of which only the suites' attributes matter. */
export function countPytest(xml: string): Counts {
  const suites = [...xml.matchAll(/<testsuite\s([^>]*)>/g)].map(([, attributes = '']) => {
    const attribute = (name: string) =>
      Number(new RegExp(`\\b${name}="(\\d+)"`).exec(attributes)?.[1] ?? Number.NaN);
    const failed = attribute('failures') + attribute('errors');
    const skipped = attribute('skipped');
    return { passed: attribute('tests') - failed - skipped, failed, skipped };
  });
  const total = sum(suites);
  if (suites.length === 0 || Number.isNaN(total.passed)) throw new Error('no JUnit report');
  return total;
}

/**
 * Reads a runner's counts. A missing report, no tests at all, or a failing exit status without a failed
 * test count as one failure each.
 */
export function readCounts(
  file: string,
  exitCode: number,
  count: (report: string) => Counts,
): Counts {
  let counts: Counts;
  try {
    counts = count(readFileSync(file, 'utf8'));
  } catch {
    return { passed: 0, failed: 1, skipped: 0 };
  }
  const suspicious = counts.passed === 0 || exitCode !== 0;
  return counts.failed === 0 && suspicious ? { ...counts, failed: 1 } : counts;
}

export function sum(counts: readonly Counts[]): Counts {
  return counts.reduce(
    (total, each) => ({
      passed: total.passed + each.passed,
      failed: total.failed + each.failed,
      skipped: total.skipped + each.skipped,
    }),
    { passed: 0, failed: 0, skipped: 0 },
  );
}

/** Closing line: "12 passed, 0 failed", with ", 3 skipped" if any were. */
export function summaryLine({ passed, failed, skipped }: Counts): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}
