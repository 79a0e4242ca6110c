/**
 * What holds up the page's main thread: the browser's own long tasks (over 50 ms), each with the
 * script that the long-animation-frame entry around it blames, named by the source map of the build.
 */
import { readFileSync } from 'node:fs';
import { SourceMap } from 'node:module';
import { basename, join } from 'node:path';
import type { Browser, Page } from '@playwright/test';

export interface LongTask {
  readonly ms: number;
  /** "src/widgets/plot/Plot.tsx:81 (rAF)"; "style and layout" where no script ran long. */
  readonly cause: string;
}

interface Script {
  readonly url: string;
  readonly position: number;
  readonly invoker: string;
  readonly ms: number;
}

interface Recorded {
  readonly tasks: { readonly start: number; readonly ms: number }[];
  readonly frames: {
    readonly start: number;
    readonly ms: number;
    readonly scripts: readonly Script[];
  }[];
}

declare global {
  interface Window {
    longTasks: Recorded;
  }
}

/** Records from the first script of every page that is opened from here on. */
export async function recordLongTasks(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const recorded: Recorded = { tasks: [], frames: [] };
    window.longTasks = recorded;
    new PerformanceObserver((list) => {
      for (const { startTime, duration } of list.getEntries()) {
        recorded.tasks.push({ start: startTime, ms: duration });
      }
    }).observe({ type: 'longtask', buffered: true });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) {
        // The typings of the DOM do not know this entry yet.
        const { scripts } = entry as PerformanceEntry & {
          scripts: (PerformanceEntry & Record<string, unknown>)[];
        };
        recorded.frames.push({
          start: entry.startTime,
          ms: entry.duration,
          scripts: scripts.map((script) => ({
            url: String(script.sourceURL),
            position: Number(script.sourceCharPosition),
            invoker: String(script.invoker),
            ms: script.duration,
          })),
        });
      }
    }).observe({ type: 'long-animation-frame', buffered: true });
  });
}

/** The long tasks since the last call, or since the page was opened. */
export async function takeLongTasks(page: Page, built: string): Promise<LongTask[]> {
  const { tasks, frames } = await page.evaluate(async () => {
    // Entries reach observers in a task of their own.
    await new Promise((resolve) => setTimeout(resolve, 100));
    const { tasks, frames } = window.longTasks;
    return { tasks: tasks.splice(0), frames: frames.splice(0) };
  });
  return tasks.map(({ start, ms }) => {
    const frame = frames.find((each) => start < each.start + each.ms && each.start < start + ms);
    const longest = [...(frame?.scripts ?? [])].sort((a, b) => b.ms - a.ms)[0];
    // A frame may hold several tasks: a script of a few milliseconds is not what took so long.
    const cause =
      longest === undefined || longest.ms < ms / 3
        ? 'style, layout, paint or garbage collection'
        : `${nameOf(longest, built)}`;
    return { ms, cause };
  });
}

const maps = new Map<string, { readonly lines: readonly number[]; readonly map: SourceMap }>();

/** The place in the sources that a script entry points to, and how it was called. */
function nameOf({ url, position, invoker }: Script, built: string): string {
  const called = invoker.replace(/^https?:.*\//, '');
  if (position < 0 || !url.includes('/assets/')) return called;
  const file = basename(new URL(url).pathname);
  let known = maps.get(file);
  if (known === undefined) {
    const code = readFileSync(join(built, 'assets', file), 'utf8');
    const payload: unknown = JSON.parse(readFileSync(join(built, 'assets', `${file}.map`), 'utf8'));
    const lines = [0];
    for (let at = code.indexOf('\n'); at !== -1; at = code.indexOf('\n', at + 1))
      lines.push(at + 1);
    known = { lines, map: new SourceMap(payload as ConstructorParameters<typeof SourceMap>[0]) };
    maps.set(file, known);
  }
  const line = known.lines.findLastIndex((start) => start <= position);
  const found = known.map.findEntry(line, position - known.lines[line]!);
  if (!('originalSource' in found) || found.originalSource === undefined) {
    return `${file} (${called})`;
  }
  const source = found.originalSource.replace(/^(\.\.\/)+/, '');
  return `${source}:${found.originalLine + 1} (${called})`;
}

/**
 * CPU time of the tasks of the page's main thread while `act` runs, in milliseconds, from the
 * browser's trace. On a machine that does other work besides, this is what the page itself takes.
 */
export async function traceTasks(
  browser: Browser,
  page: Page,
  act: () => Promise<void>,
): Promise<number[]> {
  await browser.startTracing(page, { categories: ['toplevel', 'blink.user_timing'] });
  await page.evaluate(() => performance.mark('facet-begin'));
  await act();
  await page.evaluate(() => performance.mark('facet-end'));
  const { traceEvents }: { traceEvents: TraceEvent[] } = JSON.parse(
    (await browser.stopTracing()).toString(),
  );
  // Starting and stopping the trace are long tasks themselves: the marks leave them out.
  const begin = traceEvents.find(({ name }) => name === 'facet-begin');
  const end = traceEvents.find(({ name }) => name === 'facet-end');
  return traceEvents
    .filter(
      ({ name, pid, tid, ts }) =>
        name === 'ThreadControllerImpl::RunTask' &&
        pid === end?.pid &&
        tid === end.tid &&
        ts < end.ts &&
        // Another document of the same site may have been open at the beginning.
        (begin === undefined || ts > begin.ts),
    )
    .map(({ tdur = 0 }) => tdur / 1000);
}

interface TraceEvent {
  readonly name: string;
  readonly pid: number;
  readonly tid: number;
  /** Microseconds. */
  readonly ts: number;
  /** Microseconds of the thread's own time. */
  readonly tdur?: number;
}
