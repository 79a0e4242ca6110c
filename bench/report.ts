/** Prints the benchmark's figures as text for people, and writes them as JSON for machines. */
import type { Goal, Latencies } from './goals.ts';
import type { Failure, Result } from './measure.ts';
import type { Spread } from './statistics.ts';

export interface Report {
  readonly machine: { readonly cpu: string; readonly cores: number; readonly chromium: string };
  readonly texts: { readonly count: number; readonly source: string; readonly words: Spread };
  readonly rounds: number;
  /** WASM threads of transformers.js: the faster of its default and all cores. */
  readonly transformersThreads: Readonly<Record<'fp32' | 'int8', string>>;
  readonly speed: readonly Result[];
  readonly failures: readonly Failure[];
  readonly latency: { readonly facet: Latencies; readonly 'transformers.js': Latencies };
  readonly goals: readonly Goal[];
}

export function printReport(report: Report): void {
  const { machine, texts, rounds, speed, failures, latency, goals } = report;
  console.log(`\n${machine.cpu}, ${machine.cores} cores, Chromium ${machine.chromium}`);
  console.log(
    `${texts.count} texts from ${texts.source}, ${range(texts.words, 0)} words; ${rounds} interleaved rounds, medians (min–max)`,
  );
  const threads = report.transformersThreads;
  console.log(`transformers.js: q8 on ${threads.int8}, fp32 on ${threads.fp32}\n`);

  printSpeed(speed, failures);

  console.log('');
  table(
    ['ms, local server', 'cold load', 'warm load', 'edit one of fifty'],
    Object.entries(latency).map(([name, { coldLoad, warmLoad, editOne }]) => [
      name,
      range(coldLoad, 0),
      range(warmLoad, 0),
      range(editOne, 0),
    ]),
  );

  console.log('');
  table(
    ['goal', 'wanted', 'measured', ''],
    goals.map(({ name, wanted, measured, reached }) => [
      name,
      wanted,
      measured,
      reached ? 'reached' : 'MISSED',
    ]),
  );
  const missed = goals.filter(({ reached }) => !reached);
  console.log(
    missed.length === 0
      ? '\nEvery goal is reached.'
      : `\nMissed: ${missed.map(({ name }) => name).join('; ')}.`,
  );
}

/** Prints texts/s and accuracy, one line each. */
export function printSpeed(speed: readonly Result[], failures: readonly Failure[]): void {
  table(
    ['', 'texts/s', 'cosine to fp32: mean', 'worst'],
    speed.map(({ name, textsPerSecond, accuracy }) => [
      name,
      range(textsPerSecond, 1),
      accuracy.mean.toFixed(6),
      accuracy.worst.toFixed(6),
    ]),
  );
  for (const { name, reason } of failures) console.log(`${name}: failed (${reason})`);
}

function range({ median, min, max }: Spread, digits: number): string {
  return `${median.toFixed(digits)} (${min.toFixed(digits)}–${max.toFixed(digits)})`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): void {
  const widths = head.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => row[column]!.length)),
  );
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, i) => (i === 0 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!)))
      .join('  ')
      .trimEnd();
  console.log(line(head));
  console.log(widths.map((width) => '-'.repeat(width)).join('  '));
  for (const row of rows) console.log(line(row));
}
