/**
 * The golden loop in a real browser: compares every checkpoint of training/goldens, as it ships and on the
 * project's device, with the vectors of the published package. `GOLDENS=all` compares it in fp32 too.
 */
import type { Page } from '@playwright/test';
import { PRECISIONS } from '../../src/encoders/quantise.ts';
import type { Pair } from '../../src/engine/types.ts';
import {
  cosine,
  type GoldenRow,
  goldenCases,
  maxDifference,
  readGolden,
} from '../../testing/goldens.ts';
import { expect, test } from '../fixtures.ts';
import type { HarnessVectors } from '../harness/main.ts';

/** Largest differences from the package's vectors, relative to the row's length. */
const BOUNDS = {
  fp32: { difference: 2e-5, cosine: 0.999999 },
  int8: { difference: Number.POSITIVE_INFINITY, cosine: 0.9995 },
  // 4 bits are too coarse for so small a model; the self-check proves that the device computes what was stored.
  int4: { difference: Number.POSITIVE_INFINITY, cosine: 0.94 },
} as const;

/** One case of each family. All cases share the 4-bit operator, and fp32's operators on a GPU. */
const ONE_OF_EACH = new Set(['t5-bin', 'bert-safetensors']);

/** Cases that differ from another in their files or their limit, and run the same operators. */
const OTHER_FILES = new Set(['t5-fp16', 't5-no-dense', 'bert-short-bin']);

/**
 * What the software adapter runs: each operator of each precision once. It takes about 20 s of two cores for a graph, however few
 * the texts: it compiles a shader for each operator and shape.
 */
const ON_SOFTWARE = new Set([
  't5-bin int8',
  't5-bin int4',
  't5-gated int8',
  'bert-safetensors int8',
  'bert-safetensors fp32',
]);

/** Largest difference of a vector between batches. */
const BATCH_DIFFERENCE = 1e-6;

/**
 * A part of the rows: every sixth pair of at most 40 tokens, and one longer than 64. A software adapter takes seconds for a
 * long text, and src/cli/goldens.test.ts runs every row of every case on WASM. `GOLDENS=all` runs all of them here.
 */
function sample(rows: readonly GoldenRow[]): GoldenRow[] {
  if (process.env.GOLDENS === 'all') return [...rows];
  const long = rows.findIndex(({ tokens }) => tokens > 64);
  return rows.filter(({ tokens }, i) => i === long || (tokens <= 40 && i % 6 === 0));
}

const encode = (page: Page, pairs: readonly Pair[]) =>
  page.evaluate((pairs) => window.harness.encode(pairs), pairs);

for (const name of goldenCases()) {
  for (const precision of PRECISIONS) {
    if (precision === 'int4' && !ONE_OF_EACH.has(name)) continue;
    // In fp32, WASM has the kernels that src/cli/goldens.test.ts runs in Node, and a GPU the same for all cases.
    if (precision === 'fp32' && !ONE_OF_EACH.has(name) && process.env.GOLDENS !== 'all') continue;
    test(`${name}, ${precision}: the package's vectors, whatever the batch`, {
      tag: '@device',
    }, async ({ page, engineServer, hasWebGpu }) => {
      const device = hasWebGpu ? 'webgpu' : 'wasm';
      test.skip(
        hasWebGpu && !ON_SOFTWARE.has(`${name} ${precision}`) && process.env.GOLDENS !== 'all',
        'GOLDENS=all runs it on the software adapter',
      );
      await page.goto(engineServer.url);
      const info = await page.evaluate(
        ([url, precision, device]) =>
          window.harness.load({ kind: 'checkpoint', url, precision }, device),
        [`goldens/${name}/model/`, precision, device] as const,
      );
      expect(info).toMatchObject({ device, precision, refusals: [] });

      const golden = readGolden(name).rows;
      const rows = hasWebGpu || OTHER_FILES.has(name) ? sample(golden) : golden;
      const pairs = rows.map(({ pair }) => pair);
      const all = await encode(page, pairs);
      const worst = { cosine: 1, difference: 0 };
      const wrong = rows.flatMap((row, index) => {
        const faults = [...countFaults(row, all, index), ...vectorFaults(row, all.rows[index]!)];
        return faults.length === 0 ? [] : [`${label(row.pair)}: ${faults.join(', ')}`];
      });
      console.log(
        `  ${name} ${precision} on ${device}: worst cosine ${worst.cosine.toFixed(7)}, max |Δ| ${worst.difference.toExponential(1)}`,
      );
      expect(wrong).toEqual([]);

      // Embeds each alone, then among other texts.
      const chosen = rows.map((_, index) => index).filter((index) => index % 25 === 0);
      const few = await encode(
        page,
        chosen.map((index) => pairs[index]!),
      );
      const moved: string[] = [];
      for (const [place, index] of chosen.entries()) {
        const alone = (await encode(page, [pairs[index]!])).rows[0]!;
        const difference = Math.max(
          maxDifference(alone, all.rows[index]!),
          maxDifference(alone, few.rows[place]!),
        );
        if (!(difference <= BATCH_DIFFERENCE)) moved.push(`${label(pairs[index]!)}: ${difference}`);
      }
      expect(moved, 'vectors that depend on their batch-mates').toEqual([]);

      function vectorFaults({ vector: expected }: GoldenRow, vector: number[]): string[] {
        const length = Math.hypot(...expected);
        if (length === 0) return vector.every((x) => x === 0) ? [] : ['must be a zero vector'];
        const similarity = cosine(vector, expected);
        const difference = maxDifference(vector, expected) / length;
        worst.cosine = Math.min(worst.cosine, similarity);
        worst.difference = Math.max(worst.difference, difference);
        // The negations make NaN fail too.
        return [
          ...(!(similarity >= BOUNDS[precision].cosine) ? [`cosine ${similarity}`] : []),
          ...(!(difference <= BOUNDS[precision].difference) ? [`max |Δ| ${difference}`] : []),
        ];
      }
    });
  }
}

function countFaults(row: GoldenRow, all: HarnessVectors, index: number): string[] {
  const found = [all.tokens[index], all.masked[index], all.truncated[index] === 1];
  const expected = [row.tokens, row.masked, row.truncated];
  return ['tokens', 'masked', 'truncated'].flatMap((what, i) =>
    found[i] === expected[i] ? [] : [`${what} ${found[i]}, not ${expected[i]}`],
  );
}

const label = (pair: Pair) => JSON.stringify(pair).slice(0, 90);
