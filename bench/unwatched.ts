/**
 * A Chromium that a script drives and then detaches from. While a debugger is attached with the network
 * domain on, as Playwright is, each page and worker keeps up to 100 MB of fetched bodies for it: memory
 * measured then is not what a user's browser takes.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { setTimeout as wait } from 'node:timers/promises';
import { chromium, type Page } from '@playwright/test';
import { chromiumOptions } from '../scripts/lib/chromium.ts';

const POLL_MS = 200;
/** Milliseconds for the browser to free the debugger's memory before measuring. */
const SETTLE_MS = 2000;
/** Titles by which a detached page reports its progress. */
const DONE = 'bench: done';
const FAILED = 'bench: failed';

export class UnwatchedChromium {
  readonly #process: ChildProcess;
  readonly #address: string;

  private constructor(process: ChildProcess, address: string) {
    this.#process = process;
    this.#address = address;
  }

  /** @param profile Folder for the browser's storage. */
  static async start(webgpu: boolean, profile: string): Promise<UnwatchedChromium> {
    const { executablePath = chromium.executablePath(), args } = chromiumOptions(webgpu);
    const own = [
      '--headless',
      '--window-size=1440,900',
      '--remote-debugging-port=0',
      `--user-data-dir=${profile}`,
    ];
    const child = spawn(executablePath, [...args, ...own, 'about:blank'], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    const address = await new Promise<string>((resolve, reject) => {
      let said = '';
      child.stderr!.on('data', (chunk) => {
        said += chunk;
        const match = /DevTools listening on ws:\/\/([^/]+)\//.exec(said);
        if (match !== null) resolve(`http://${match[1]}`);
      });
      child.once('exit', () => reject(new Error(`Chromium did not start:\n${said}`)));
    });
    return new UnwatchedChromium(child, address);
  }

  /** Runs `task` on the page with Playwright, then detaches. */
  async attached<Result>(task: (page: Page) => Promise<Result>): Promise<Result> {
    const browser = await chromium.connectOverCDP(this.#address);
    try {
      return await task(browser.contexts()[0]!.pages()[0]!);
    } finally {
      // This closes only the connection, because Playwright did not start the browser.
      await browser.close();
      await wait(SETTLE_MS);
    }
  }

  /**
   * Clicks and waits, detached, until an element with a text appears.
   * @param measure Started before the click, ended after.
   * @returns milliseconds since the click, and the result of `measure`.
   * @throws Error with the text of an element that matches `failure`.
   */
  async clickAlone<Measured>(
    {
      click,
      done,
      text = '',
      failure,
    }: { click: string; done: string; text?: string; failure: string },
    measure: () => () => Measured,
  ): Promise<{ ms: number; measured: Measured }> {
    await this.attached((page) =>
      page.evaluate(
        ([click, done, text, failure, DONE, FAILED, delay]) => {
          const watch = setInterval(() => {
            const failed = document.querySelector(failure);
            const reached = document.querySelector(done)?.textContent?.includes(text) === true;
            if (failed === null && !reached) return;
            clearInterval(watch);
            document.body.dataset.benchEnd = String(performance.now());
            document.body.dataset.benchFailure = failed?.textContent ?? '';
            document.title = failed === null ? DONE : FAILED;
          }, 50);
          setTimeout(() => {
            document.body.dataset.benchBegin = String(performance.now());
            document.querySelector<HTMLElement>(click)!.click();
          }, delay);
        },
        [click, done, text, failure, DONE, FAILED, 2 * SETTLE_MS] as const,
      ),
    );
    const end = measure();
    while (!(await this.#titles()).some((title) => title === DONE || title === FAILED)) {
      await wait(POLL_MS);
    }
    const measured = end();
    return this.attached(async (page) => {
      const data = await page.evaluate(() => {
        document.title = '';
        return { ...document.body.dataset };
      });
      if (data.benchFailure) throw new Error(data.benchFailure);
      return { ms: Number(data.benchEnd) - Number(data.benchBegin), measured };
    });
  }

  async close(): Promise<void> {
    const ended = new Promise((resolve) => this.#process.once('exit', resolve));
    this.#process.kill();
    await ended;
  }

  async #titles(): Promise<string[]> {
    const response = await fetch(`${this.#address}/json/list`);
    return ((await response.json()) as { title: string }[]).map(({ title }) => title);
  }
}
