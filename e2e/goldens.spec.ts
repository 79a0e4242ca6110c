/**
 * The golden loop in a real browser: every checkpoint of training/goldens, in both precisions, on
 * the project's device, against what the published package computed.
 */
import type { Page } from '@playwright/test';
import type { Device, Pair } from '../src/engine/types.ts';
import { expect, test } from './fixtures.ts';
import { cosine, goldenCases, maxDifference, readGolden } from './goldens.ts';
import type { TestServer } from './server.ts';

/** What a vector may differ from the package's, by precision. */
const BOUNDS = {
  fp32: { difference: 2e-5, cosine: 0.999999 },
  int8: { difference: Number.POSITIVE_INFINITY, cosine: 0.9995 },
} as const;

/** What a vector may differ with its batch-mates. */
const BATCH_DIFFERENCE = 1e-6;

async function load(
  page: Page,
  server: TestServer,
  name: string,
  precision: 'fp32' | 'int8',
  device: Device,
): Promise<void> {
  await page.goto(server.url);
  const info = await page.evaluate(
    ([url, precision, device]) =>
      window.harness.load({ kind: 'checkpoint', url, precision }, device),
    [`goldens/${name}/model/`, precision, device] as const,
  );
  expect(info.device).toBe(device);
  expect(info.precision).toBe(precision);
  expect(info.refusals).toEqual([]);
}

const encode = (page: Page, pairs: readonly Pair[]) =>
  page.evaluate((pairs) => window.harness.encode(pairs), pairs);

for (const name of goldenCases()) {
  for (const precision of ['fp32', 'int8'] as const) {
    test(`${name}, ${precision}: the package's vectors, whatever the batch`, async ({
      page,
      engineServer,
      hasWebGpu,
    }) => {
      const golden = readGolden(name);
      await load(page, engineServer, name, precision, hasWebGpu ? 'webgpu' : 'wasm');

      const all = await encode(
        page,
        golden.rows.map(({ pair }) => pair),
      );
      let largest = 0;
      let lowest = 1;
      for (const [index, { pair, vector, tokens, masked, truncated }] of golden.rows.entries()) {
        const row = all.rows[index]!;
        const label = JSON.stringify(pair).slice(0, 120);
        expect.soft(all.tokens[index], `tokens of ${label}`).toBe(tokens);
        expect.soft(all.masked[index], `masked of ${label}`).toBe(masked);
        expect.soft(all.truncated[index], `truncated of ${label}`).toBe(truncated ? 1 : 0);
        const difference = maxDifference(row, vector);
        const similarity = cosine(row, vector);
        largest = Math.max(largest, difference);
        lowest = Math.min(lowest, similarity);
        expect
          .soft(difference, `difference of ${label}`)
          .toBeLessThanOrEqual(BOUNDS[precision].difference);
        expect
          .soft(similarity, `cosine of ${label}`)
          .toBeGreaterThanOrEqual(BOUNDS[precision].cosine);
      }
      console.log(
        `  ${name} ${precision}: max |Δ| ${largest.toExponential(1)}, cosine ≥ ${lowest.toFixed(7)}`,
      );

      // Alone, and among others than before.
      const chosen = golden.rows.map((_, index) => index).filter((index) => index % 25 === 0);
      const few = await encode(
        page,
        chosen.map((index) => golden.rows[index]!.pair),
      );
      for (const [place, index] of chosen.entries()) {
        const { pair } = golden.rows[index]!;
        const alone = await encode(page, [pair]);
        const label = JSON.stringify(pair).slice(0, 120);
        expect
          .soft(maxDifference(alone.rows[0]!, all.rows[index]!), `alone and in all: ${label}`)
          .toBeLessThanOrEqual(BATCH_DIFFERENCE);
        expect
          .soft(maxDifference(alone.rows[0]!, few.rows[place]!), `alone and in a few: ${label}`)
          .toBeLessThanOrEqual(BATCH_DIFFERENCE);
      }
    });
  }
}
