/**
 * Long tasks (over 50 ms) of the page's main thread, as the browser counts them. Each has the script that
 * the surrounding long-animation-frame entry blames, named by the build's source map.
 */
import { readFileSync } from 'node:fs';
import { SourceMap } from 'node:module';
import { basename, join } from 'node:path';
import type { Browser, Page } from '@playwright/test';

export interface LongTask {
  readonly ms: number;
  /** Cause: "src/widgets/plot/Plot.tsx:81 (rAF)"; "style and layout" if no script ran long. */
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

/** Records long tasks from the first script of every page opened from now on. */
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
        // The DOM typings do not have this entry yet.
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

/** Long tasks since the last call, or since the page opened. */
export async function takeLongTasks(page: Page, built: string): Promise<LongTask[]> {
  const { tasks, frames } = await page.evaluate(async () => {
    // Observers receive entries in a separate task.
    await new Promise((resolve) => setTimeout(resolve, 100));
    const { tasks, frames } = window.longTasks;
    return { tasks: tasks.splice(0), frames: frames.splice(0) };
  });
  return tasks.map(({ start, ms }) => {
    const frame = frames.find((each) => start < each.start + each.ms && each.start < start + ms);
    const longest = [...(frame?.scripts ?? [])].sort((a, b) => b.ms - a.ms)[0];
    // A frame may hold several tasks; a script of a few milliseconds did not cause the delay.
    const cause =
      longest === undefined || longest.ms < ms / 3
        ? 'style, layout, paint or garbage collection'
        : `${nameOf(longest, built)}`;
    return { ms, cause };
  });
}

const maps = new Map<string, { readonly lines: readonly number[]; readonly map: SourceMap }>();

/** Place in the sources of a script entry, with how it was called. */
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
 * CPU time in milliseconds of each main-thread task while `act` runs, from the browser's trace. Unlike clock
 * time, it excludes other work of the machine.
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
  // Starting and stopping the trace are long tasks too; the marks exclude them.
  const begin = traceEvents.find(({ name }) => name === 'facet-begin');
  const end = traceEvents.find(({ name }) => name === 'facet-end');
  return traceEvents
    .filter(
      ({ name, pid, tid, ts }) =>
        name === 'ThreadControllerImpl::RunTask' &&
        pid === end?.pid &&
        tid === end.tid &&
        ts < end.ts &&
        // Another document of the same site may have been open at the start.
        (begin === undefined || ts > begin.ts),
    )
    .map(({ tdur = 0 }) => tdur / 1000);
}

interface TraceEvent {
  readonly name: string;
  readonly pid: number;
  readonly tid: number;
  /** Start in microseconds. */
  readonly ts: number;
  /** CPU time of the thread in microseconds. */
  readonly tdur?: number;
}
