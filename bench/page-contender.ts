import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, type BrowserContext, chromium, type Page } from '@playwright/test';
import { chromiumOptions } from '../scripts/lib/chromium.ts';
import type { LoadSetting } from './page/contender.ts';

/** Chromium writes the machine code of a WASM module to its profile some time after compiling it. */
const BETWEEN_VISITS_MS = 3000;

/** A benchmarked page in the browser, in a profile of its own. */
export class PageContender {
  readonly #page: Page;
  readonly #context: BrowserContext;
  /** Of a profile on the disk, else null. */
  readonly #folder: string | null;

  private constructor(context: BrowserContext, page: Page, folder: string | null) {
    this.#context = context;
    this.#page = page;
    this.#folder = folder;
  }

  static async open(browser: Browser, url: string): Promise<PageContender> {
    return PageContender.#start(await browser.newContext(), url, null);
  }

  /** In a new profile on the disk, as a person's is: one in memory keeps no compiled code. */
  static async openProfile(url: string): Promise<PageContender> {
    const folder = mkdtempSync(join(tmpdir(), 'facet-bench-'));
    const context = await chromium.launchPersistentContext(folder, chromiumOptions(false));
    return PageContender.#start(context, url, folder);
  }

  static async #start(
    context: BrowserContext,
    url: string,
    folder: string | null,
  ): Promise<PageContender> {
    const page = await context.newPage();
    page.setDefaultTimeout(0);
    const contender = new PageContender(context, page, folder);
    await contender.#visit(url);
    return contender;
  }

  async #visit(url: string): Promise<void> {
    await this.#page.goto(url, { timeout: 60_000 });
    await this.#page.waitForFunction(() => window.contender !== undefined);
  }

  /** Milliseconds from navigation to the first vector. */
  load(setting: LoadSetting): Promise<number> {
    return this.#page.evaluate((setting) => window.contender.load(setting), setting);
  }

  /** The same again in the same profile: what a second visit costs. */
  async reload(setting: LoadSetting): Promise<number> {
    await this.#page.waitForTimeout(BETWEEN_VISITS_MS);
    await this.#visit(this.#page.url());
    return this.load(setting);
  }

  /** Milliseconds to embed the texts. */
  embed(texts: readonly string[], batchSize: number | null): Promise<number> {
    return this.#page.evaluate(([texts, batchSize]) => window.contender.embed(texts, batchSize), [
      texts,
      batchSize,
    ] as const);
  }

  /** The vectors of the last `embed`, row-major. */
  async vectors(): Promise<Float32Array> {
    const bytes = Buffer.from(
      await this.#page.evaluate(() => window.contender.vectors()),
      'base64',
    );
    return new Float32Array(new Uint8Array(bytes).buffer);
  }

  async close(): Promise<void> {
    await this.#context.close();
    if (this.#folder !== null) rmSync(this.#folder, { recursive: true, force: true });
  }
}
