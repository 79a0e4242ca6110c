/** Contenders in the browser, and their latencies. */
import type { Browser } from '@playwright/test';
import type { Latencies } from './goals.ts';
import type { Contender } from './measure.ts';
import type { LoadSetting } from './page/contender.ts';
import { PageContender } from './page-contender.ts';
import { spread } from './statistics.ts';

export type Precision = 'fp32' | 'int8';

/** Names of the same precisions in transformers.js. */
const DTYPE = { fp32: 'fp32', int8: 'q8' } as const;

const BATCHES = [1, 8, 32, 'all'] as const;

/** @param threads Threads of one worker; null for the page's pool of one-thread workers. */
export async function facetContender(
  browser: Browser,
  url: string,
  precision: Precision,
  threads: number | null = null,
  model: Pick<LoadSetting, 'model'> = {},
): Promise<Contender> {
  const page = await PageContender.open(browser, `${url}facet.html`);
  await page.load({ precision, threads, ...model });
  return {
    name: `Facet ${precision}${threads === null ? '' : `, one worker × ${threads} threads`}`,
    group: threads === null ? 'facet' : 'facet-threads',
    precision,
    batch: null,
    embed: (texts) => page.embed(texts, null),
    vectors: () => page.vectors(),
  };
}

/** transformers.js at each batch size, with this machine's faster thread count. */
export async function transformersContenders(
  browser: Browser,
  url: string,
  precision: Precision,
  sample: readonly string[],
  model: Pick<LoadSetting, 'model'> = {},
): Promise<{ readonly contenders: Contender[]; readonly threads: string }> {
  const settings = [
    { threads: null, label: 'its default threads' },
    { threads: await cores(browser), label: 'one thread a core' },
  ];
  const tried = [];
  for (const { threads, label } of settings) {
    const page = await PageContender.open(browser, `${url}transformers.html`);
    await page.load({ precision, threads, ...model });
    await page.embed(sample, 8);
    const times = [await page.embed(sample, 8), await page.embed(sample, 8)];
    tried.push({ page, label, ms: Math.min(...times) });
  }
  tried.sort((a, b) => a.ms - b.ms);
  const [best, ...rest] = tried;
  for (const { page } of rest) await page.close();
  const { page, label } = best!;
  const contenders = BATCHES.map(
    (batch): Contender => ({
      name: `transformers.js ${DTYPE[precision]}, ${batch === 'all' ? 'whole list' : `batch ${batch}`}`,
      group: 'transformers.js',
      precision,
      batch,
      embed: (texts) => page.embed(texts, batch === 'all' ? null : batch),
      vectors: () => page.vectors(),
    }),
  );
  return { contenders, threads: label };
}

/** Measures loads and single edits, each repeated in fresh profiles. */
export async function latencies(
  url: string,
  repeats: number,
  texts: readonly string[],
): Promise<Latencies> {
  const cold: number[] = [];
  const warm: number[] = [];
  const edits: number[] = [];
  for (let repeat = 0; repeat < repeats; repeat++) {
    const page = await PageContender.openProfile(url);
    const setting = { precision: 'int8', threads: null } as const;
    cold.push(await page.load(setting));
    const fifty = texts.slice(repeat * 50, (repeat + 1) * 50);
    await page.embed(fifty, 8);
    for (let edit = 0; edit < 5; edit++) {
      edits.push(await page.embed([`${fifty[edit * 10]} Edited ${repeat}.`], 1));
    }
    warm.push(await page.reload(setting));
    await page.close();
  }
  return { coldLoad: spread(cold), warmLoad: spread(warm), editOne: spread(edits) };
}

export async function cores(browser: Browser): Promise<number> {
  const page = await browser.newPage({ serviceWorkers: 'block' });
  const count = await page.evaluate(() => navigator.hardwareConcurrency);
  await page.close();
  return count;
}
