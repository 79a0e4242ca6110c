/** Two lenses compared: changes of cosines, clusters and labels. */
import type { Page } from '@playwright/test';
import { expect, panelsReady, test } from '../fixtures.ts';
import { number, show, tableOf } from './steps.ts';

/** Shows one lens, and waits for its new results. */
async function lookThrough(page: Page, lens: string): Promise<void> {
  const map = page.getByTestId('panel-map');
  const before = await map.getAttribute('data-version');
  await page.getByLabel('Lens', { exact: true }).selectOption({ label: lens });
  await expect(map).not.toHaveAttribute('data-version', before ?? '');
  await panelsReady(page);
}

const cosines = (rows: string[][]) =>
  new Map(rows.map(([a, b, cosine]) => [`${a}\n${b}`, number(cosine)]));

/** Adjusted Rand index (Hubert & Arabie 1985) by counting pairs. */
function adjustedRand(a: readonly string[], b: readonly string[]): number {
  let [both, inA, inB, all] = [0, 0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    for (let j = 0; j < i; j++) {
      const [sameA, sameB] = [a[i] === a[j], b[i] === b[j]];
      if (sameA && sameB) both += 1;
      if (sameA) inA += 1;
      if (sameB) inB += 1;
      all += 1;
    }
  }
  const expected = (inA * inB) / all;
  return (both - expected) / ((inA + inB) / 2 - expected);
}

test('a difference is that of the two lenses shown alone', async ({ page, facet, complaints }) => {
  await page.goto(facet.url);
  await panelsReady(page);
  const before = {
    pairs: cosines(await tableOf(page, 'similarity')),
    map: await tableOf(page, 'map'),
  };
  await lookThrough(page, 'Action');
  const after = {
    pairs: cosines(await tableOf(page, 'similarity')),
    map: await tableOf(page, 'map'),
  };
  await lookThrough(page, 'Topic');
  await show(page, 'Difference');

  const changes = await tableOf(page, 'similarity');
  expect(changes).toHaveLength(64);
  expect(new Set(changes.map(([a, b]) => `${a}\n${b}`))).toEqual(new Set(before.pairs.keys()));
  let last = Number.POSITIVE_INFINITY;
  for (const [a, b, was, is, change] of changes) {
    const pair = `${a}\n${b}`;
    expect(number(was)).toBe(before.pairs.get(pair));
    expect(number(is)).toBe(after.pairs.get(pair));
    // Each figure is rounded to three decimals separately.
    expect(Math.abs(number(change) - (number(is) - number(was)))).toBeLessThan(0.0011);
    expect(Math.abs(number(change))).toBeLessThanOrEqual(last);
    last = Math.abs(number(change));
  }

  const clusterOf = (rows: string[][]) => new Map(rows.map(([cluster, text]) => [text, cluster!]));
  const [one, other] = [clusterOf(before.map), clusterOf(after.map)];
  const texts = [...one.keys()];
  expect(new Set(other.keys())).toEqual(new Set(texts));
  const ari = adjustedRand(
    texts.map((text) => one.get(text)!),
    texts.map((text) => other.get(text)!),
  );
  expect(number((await page.getByTestId('effect-ari').textContent()) ?? '')).toBeCloseTo(ari, 2);
  const moved = await page.getByTestId('transitions').locator('tbody button').allTextContents();
  expect(moved.reduce((sum, count) => sum + Number(count), 0)).toBe(texts.length);

  // A pinned pair shows its cosine under every lens that is on.
  await page.getByTestId('moved-pairs').getByRole('button').first().click();
  const pinned = page.getByTestId('pinned-pair').getByRole('listitem');
  await expect(pinned).toHaveText([`Topic${changes[0]![2]}`, `Action${changes[0]![3]}`]);
  expect(complaints).toEqual([]);
});

test('labels score the clusters of each lens, colour the map, and are typed beside the texts', async ({
  page,
  facet,
}) => {
  await page.goto(facet.url);
  await panelsReady(page);
  const scores = page.getByTestId('gold').getByRole('listitem');
  // The second lens finds the example's labels, and the first does not.
  await expect(scores).toContainText('V-measure 0.00');
  await show(page, 'Side by side');
  await expect(scores).toHaveText([/^Topic.*V-measure 0\.00/, /^Action.*V-measure 1\.00ARI 1\.00/]);

  await page.getByRole('radio', { name: 'Labels' }).click();
  await expect(page.getByRole('list', { name: 'Labels' }).first()).toContainText('cancel8');
  await page.getByRole('button', { name: 'Show and type labels' }).click();
  await page.getByLabel('Label of text 1', { exact: true }).fill('price');
  await expect(page.getByRole('list', { name: 'Labels' }).first()).toContainText('cancel7');
  await expect(scores.nth(1)).not.toContainText('V-measure 1.00');
  await page.getByTestId('workspace-menu').click();
  await page.getByRole('menuitem', { name: 'Undo: Change label' }).click();
  await expect(scores.nth(1)).toContainText('V-measure 1.00');
});
