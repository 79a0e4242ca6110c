import type { Browser, BrowserContext, Page } from '@playwright/test';
import type { LoadSetting } from './page/contender.ts';

/** A benchmarked page in the browser, in a profile of its own. */
export class PageContender {
  readonly #page: Page;
  readonly #context: BrowserContext;

  private constructor(context: BrowserContext, page: Page) {
    this.#context = context;
    this.#page = page;
  }

  static async open(browser: Browser, url: string): Promise<PageContender> {
    const context = await browser.newContext();
    const page = await context.newPage();
    page.setDefaultTimeout(0);
    const contender = new PageContender(context, page);
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

  close(): Promise<void> {
    return this.#context.close();
  }
}
