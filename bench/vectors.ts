/**
 * `npm run bench -- vectors`: measures the cost of vectors on their way from the model to the panels. Uses
 * 20,000 texts under two lenses, side by side, and a one-layer model, so that the way dominates. Prints the
 * main thread's CPU time, and how often each thread copied a vector. Options: `--texts N`, `--json FILE`.
 */
import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from '@playwright/test';
import { build } from 'vite';
import { serveTinyModel } from '../e2e/fixtures.ts';
import { chromiumOptions, ensureChromium } from '../scripts/lib/chromium.ts';
import { commandLine, wholeNumber } from '../src/cli/command.ts';
import { openReport } from './options.ts';
import { benchmarkSentences } from './sentences.ts';

const ROOT = join(import.meta.dirname, '..');
const BUILT = join(ROOT, 'dist-vectors');
const PATIENCE_MS = 500_000;
/** Dimensions of the one-layer model. */
const DIM = 96;

const { count, json } = commandLine({
  usage: 'usage: npm run bench -- vectors [--texts 20000] [--json FILE]',
  options: { texts: { type: 'string', default: '20000' }, json: { type: 'string' } },
  read: ({ texts = '', json }) => ({ count: wholeNumber('--texts', texts), json }),
});
const saveReport = await openReport(json);

/**
 * Counts the bytes of copied vectors in the thread of the script that follows: copies by `slice`, `set`, a
 * constructor or `from`, and by a message that does not transfer its buffers. Ignores arrays shorter than a
 * vector.
 */
const COUNT_COPIES = `if (!globalThis.facetCopies) {
  const copies = (globalThis.facetCopies = { bytes: 0 });
  const add = (array) => {
    if (ArrayBuffer.isView(array) && array.length >= ${DIM}) copies.bytes += array.byteLength;
  };
  const floats = globalThis.Float32Array;
  const slice = floats.prototype.slice;
  floats.prototype.slice = function (...args) {
    const made = slice.apply(this, args);
    add(made);
    return made;
  };
  const set = floats.prototype.set;
  floats.prototype.set = function (from, ...rest) {
    if (from instanceof floats) add(from);
    return set.call(this, from, ...rest);
  };
  const counted = (Type) =>
    new Proxy(Type, {
      construct(target, args, made) {
        const array = Reflect.construct(target, args, made);
        if (args[0] instanceof floats || (Array.isArray(args[0]) && args[0].length >= ${DIM})) add(array);
        return array;
      },
    });
  globalThis.Float32Array = counted(floats);
  globalThis.Float64Array = counted(Float64Array);
  const sent = (value, handed, depth = 0) => {
    if (value instanceof floats) {
      if (!handed.has(value.buffer) && !(value.buffer instanceof (globalThis.SharedArrayBuffer ?? class {}))) add(value);
    } else if (depth < 6 && value !== null && typeof value === 'object') {
      if (ArrayBuffer.isView(value)) return;
      for (const part of Array.isArray(value) ? value.slice(0, 100000) : Object.values(value)) {
        if (typeof part !== 'object') continue;
        sent(part, handed, depth + 1);
      }
    }
  };
  const wrap = (owner) => {
    const post = owner.postMessage;
    owner.postMessage = function (message, options) {
      const list = Array.isArray(options) ? options : (options?.transfer ?? []);
      sent(message, new Set(list));
      return post.apply(this, arguments);
    };
  };
  if (globalThis.Worker) wrap(Worker.prototype);
  wrap(MessagePort.prototype);
  if (typeof globalThis.DedicatedWorkerGlobalScope === 'function') wrap(globalThis);
  const channel = new BroadcastChannel('facet-copies');
  const name = globalThis.document ? 'page' : globalThis.name || 'worker';
  channel.addEventListener('message', ({ data }) => {
    if (data === 'reset') copies.bytes = 0;
    if (data === 'report') channel.postMessage({ name, bytes: copies.bytes });
  });
}`;

interface Cost {
  /** CPU time of the page's main thread, in seconds. */
  readonly mainSeconds: number;
  readonly wallSeconds: number;
  /** Longest task by the clock, in ms. */
  readonly longestMs: number;
  /** Copies of each vector, by thread. */
  readonly copies: Readonly<Record<string, number>>;
}

function workspaceFile(): string {
  const { texts } = benchmarkSentences(count);
  const lens = (n: number, instruction: string) => ({
    id: `lens-${n}`,
    name: `Lens ${n}`,
    colour: n,
    on: true,
    instruction,
    queryInstruction: '',
    documentInstruction: '',
  });
  const file = join(tmpdir(), `facet-vectors-${count}.json`);
  const workspace = {
    version: 2,
    name: 'Vectors',
    lenses: [lens(0, 'Represent the topic: '), lens(1, 'Represent the mood: ')],
    // There are fewer sentences than texts, so a number makes each text unique.
    texts: Array.from({ length: count }, (_, at) => ({
      id: `t${at}`,
      text: `${texts[at % texts.length]} ${at}`,
      group: 'A',
    })),
    queries: [],
    documents: [],
    k: 4,
    projection: 'pca',
    view: {
      mode: 'two',
      first: null,
      second: null,
      columns: null,
      colour: 'value',
      mapColour: 'clusters',
      labels: false,
    },
  };
  writeFileSync(file, JSON.stringify(workspace));
  return file;
}

async function ready(page: Page, panels: readonly string[]): Promise<void> {
  for (const panel of panels) {
    await page
      .locator(`[data-testid=panel-${panel}][data-state=ready]`)
      .waitFor({ timeout: PATIENCE_MS });
  }
}

async function measure(browser: Browser, file: string, counting: boolean): Promise<Cost> {
  const server = await serveTinyModel({ root: BUILT });
  const context = await browser.newContext({
    serviceWorkers: 'block',
    viewport: { width: 1440, height: 900 },
  });
  try {
    if (counting)
      server.inject(/assets\/[^/]*worker[^/]*\.js$/, { kind: 'prelude', code: COUNT_COPIES });
    const page = await context.newPage();
    if (counting) await page.addInitScript(COUNT_COPIES);
    await page.goto(server.url);
    await ready(page, ['similarity', 'map', 'retrieval']);
    await page.evaluate(() => {
      const recorded: number[] = [];
      Object.assign(window, { facetTasks: recorded });
      new PerformanceObserver((list) => {
        for (const { duration } of list.getEntries()) recorded.push(duration);
      }).observe({ type: 'longtask' });
      new BroadcastChannel('facet-copies').postMessage('reset');
    });
    const cdp = await context.newCDPSession(page);
    await cdp.send('Performance.enable', { timeDomain: 'threadTicks' });
    const taskSeconds = async () => {
      const { metrics } = await cdp.send('Performance.getMetrics');
      return metrics.find(({ name }) => name === 'TaskDuration')!.value;
    };
    const before = await taskSeconds();
    const start = performance.now();
    const chooser = page.waitForEvent('filechooser');
    await page.keyboard.press('ControlOrMeta+K');
    await page.getByTestId('palette-input').fill('Open a file');
    await page.keyboard.press('Enter');
    await (await chooser).setFiles(file);
    await page.getByTestId('job-progress').waitFor();
    await ready(page, ['similarity', 'map']);
    const wallSeconds = (performance.now() - start) / 1000;
    const mainSeconds = (await taskSeconds()) - before;
    const copied = await page.evaluate(async () => {
      const channel = new BroadcastChannel('facet-copies');
      const answers: { name: string; bytes: number }[] = [];
      channel.onmessage = ({ data }) => answers.push(data);
      channel.postMessage('report');
      await new Promise((resolve) => setTimeout(resolve, 1000));
      return answers.filter((answer) => typeof answer === 'object');
    });
    const longest = await page.evaluate(() =>
      Math.max(0, ...(window as unknown as { facetTasks: number[] }).facetTasks),
    );
    const copies: Record<string, number> = {};
    for (const { name, bytes } of copied) {
      copies[name] = (copies[name] ?? 0) + bytes / (4 * DIM * count * 2);
    }
    return { mainSeconds, wallSeconds, longestMs: longest, copies };
  } finally {
    await context.close();
    await server.close();
  }
}

ensureChromium();
await build({
  configFile: join(ROOT, 'vite.config.ts'),
  logLevel: 'warn',
  build: { outDir: BUILT, emptyOutDir: true },
});
const file = workspaceFile();
const browser = await chromium.launch(chromiumOptions(false));
try {
  const plain = await measure(browser, file, false);
  const counted = await measure(browser, file, true);
  console.log(`${count} texts under two lenses, ${DIM} dimensions, Chromium ${browser.version()}`);
  console.log(
    `main thread ${plain.mainSeconds.toFixed(1)} s of CPU in ${plain.wallSeconds.toFixed(1)} s; longest task ${plain.longestMs.toFixed(0)} ms`,
  );
  const total = Object.values(counted.copies).reduce((sum, each) => sum + each, 0);
  console.log(
    `copies of one vector (${4 * DIM} bytes): ${total.toFixed(1)}, ${(total * 4 * DIM).toFixed(0)} bytes`,
  );
  for (const [name, each] of Object.entries(counted.copies)) {
    console.log(`  ${name.padEnd(16)} ${each.toFixed(2)}`);
  }
  await saveReport?.({ ...plain, copies: counted.copies });
} finally {
  await browser.close();
}
