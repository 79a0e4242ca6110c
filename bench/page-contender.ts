import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, type BrowserContext, chromium, type Page } from '@playwright/test';
import { chromiumOptions } from '../scripts/lib/chromium.ts';
import type { LoadSetting } from './page/contender.ts';

/** Milliseconds for Chromium to write a WASM module's machine code to its profile after compiling it. */
const BETWEEN_VISITS_MS = 3000;

/** A benchmarked page in the browser, in its own profile. */
export class PageContender {
  readonly #page: Page;
  readonly #context: BrowserContext;
  /** Folder of a profile on disk, else null. */
  readonly #folder: string | null;

  private constructor(context: BrowserContext, page: Page, folder: string | null) {
    this.#context = context;
    this.#page = page;
    this.#folder = folder;
  }

  static async open(browser: Browser, url: string): Promise<PageContender> {
    return PageContender.#start(await browser.newContext(), url, null);
  }

  /** Opens a new profile on disk, like a person's: one in memory keeps no compiled code. */
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

  /** Loads the page; milliseconds from navigation to the first vector. */
  load(setting: LoadSetting): Promise<number> {
    return this.#page.evaluate((setting) => window.contender.load(setting), setting);
  }

  /** Loads again in the same profile, like a second visit. */
  async reload(setting: LoadSetting): Promise<number> {
    await this.#page.waitForTimeout(BETWEEN_VISITS_MS);
    await this.#visit(this.#page.url());
    return this.load(setting);
  }

  /** Embeds the texts; returns milliseconds. */
  embed(texts: readonly string[], batchSize: number | null): Promise<number> {
    return this.#page.evaluate(([texts, batchSize]) => window.contender.embed(texts, batchSize), [
      texts,
      batchSize,
    ] as const);
  }

  /** Vectors of the last `embed`, row-major. */
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
