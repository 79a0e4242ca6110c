/** Lenses: written by keyboard, compared, deleted and brought back, read from older workspaces. */
import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { expect, panelsReady, test } from './fixtures.ts';

type Mode = 'One lens' | 'Side by side' | 'Difference';

async function show(page: Page, mode: Mode): Promise<void> {
  await page.getByRole('radio', { name: mode }).click();
  await panelsReady(page);
  if (mode !== 'One lens') {
    await page.locator('[data-testid=effect][data-state=ready]').waitFor({ timeout: 240_000 });
  }
}

/** Shows one lens, and waits for its new results. */
async function lookThrough(page: Page, lens: string): Promise<void> {
  const map = page.getByTestId('panel-map');
  const before = await map.getAttribute('data-version');
  await page.getByLabel('Lens', { exact: true }).selectOption({ label: lens });
  await expect(map).not.toHaveAttribute('data-version', before ?? '');
  await panelsReady(page);
}

/** The rows of a panel's table, cell by cell. */
async function tableOf(page: Page, panel: 'similarity' | 'map'): Promise<string[][]> {
  const section = page.getByTestId(`panel-${panel}`);
  await section.getByRole('button', { name: `Show ${panel} as a table` }).click();
  const rows = await section
    .locator('tbody tr')
    .evaluateAll((all) =>
      all.map((row) => [...row.querySelectorAll('td')].map((cell) => cell.textContent ?? '')),
    );
  await section.getByRole('button', { name: `Show ${panel} as a chart` }).click();
  return rows;
}

const number = (text: string | undefined) => Number(text?.replace('−', '-'));
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

test('a lens is added, named and written by keyboard alone', async ({ page, facet }) => {
  await page.goto(facet.url);
  const [before] = await panelsReady(page);
  const reach = async (testId: string) => {
    const focused = () => page.evaluate(() => document.activeElement?.getAttribute('data-testid'));
    for (let presses = 0; presses < 60 && (await focused()) !== testId; presses++) {
      await page.keyboard.press('Tab');
    }
    await expect(page.getByTestId(testId)).toBeFocused();
  };
  await reach('add-lens');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('lens')).toHaveCount(3);
  // Its name is selected, ready for typing.
  await expect(page.getByTestId('lens-name')).toBeFocused();
  await page.keyboard.type('Politeness');
  await reach('instruction');
  await page.keyboard.type('Represent the politeness of the message: ');
  const panel = page.locator('[data-testid=panel-similarity][data-state=ready]');
  await expect
    .poll(async () =>
      (await panel.count()) > 0 ? Number(await panel.getAttribute('data-version')) : 0,
    )
    .toBeGreaterThan(before!);
  await expect(page.getByLabel('Lens', { exact: true })).toHaveValue(
    (await page
      .getByLabel('Lens', { exact: true })
      .locator('option')
      .last()
      .getAttribute('value'))!,
  );
  await expect(page.getByLabel('Lens', { exact: true }).locator('option').last()).toHaveText(
    'Politeness',
  );

  // Its menu moves it up, and the focus returns.
  const menu = page.getByRole('button', { name: 'Actions for lens Politeness' });
  await menu.focus();
  await page.keyboard.press('Enter');
  await page.getByRole('menuitem', { name: 'Move up' }).focus();
  await page.keyboard.press('Enter');
  await expect(menu).toBeFocused();
  await expect(page.getByTestId('lens').nth(1)).toContainText('Politeness');
});

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

test('lines join the documents of two lenses, and words tell their change of rank', async ({
  page,
  facet,
}) => {
  await page.goto(facet.url);
  await panelsReady(page);
  await show(page, 'Side by side');
  const panel = page.getByTestId('panel-retrieval');
  const rankings = panel.getByRole('list', { name: /^Documents for/ });
  await expect(rankings).toHaveCount(2);
  const names = (list: number) => rankings.nth(list).locator('.ranked-text bdi').allTextContents();
  const [left, right] = [await names(0), await names(1)];
  expect(right).not.toEqual(left);
  const words = await rankings.nth(1).locator('.visually-hidden').allTextContents();
  for (const [rank, text] of right.entries()) {
    const was = left.indexOf(text);
    const expected =
      was === rank
        ? `unchanged from rank ${was + 1}`
        : `${was > rank ? 'up' : 'down'} ${Math.abs(was - rank)} from rank ${was + 1}`;
    expect(words[rank]).toBe(expected);
  }
  await rankings.nth(1).getByRole('button').first().focus();
  await page.keyboard.press('ArrowDown');
  await expect(rankings.nth(1).getByRole('button').nth(1)).toBeFocused();
});

test('points travel between the maps by keyboard', async ({ page, facet }) => {
  await page.goto(facet.url);
  await panelsReady(page);
  await show(page, 'Difference');
  const canvas = page.getByTestId('panel-map').locator('canvas');
  const picture = () => canvas.evaluate((element: HTMLCanvasElement) => element.toDataURL());
  const start = await picture();
  await page.getByTestId('travel').focus();
  await page.keyboard.press('End');
  await expect(page.getByTestId('travel')).toHaveAttribute('aria-valuenow', '1');
  await expect.poll(picture).not.toBe(start);
  await page.keyboard.press('Home');
  await expect.poll(picture).toBe(start);
});

test('a deleted lens comes back with undo, as it was', async ({ page, facet }) => {
  await page.goto(facet.url);
  await panelsReady(page);
  await show(page, 'Side by side');
  const lenses = page.getByTestId('lens');
  const before = await lenses.allTextContents();
  await page.getByRole('button', { name: 'Actions for lens Action' }).click();
  await page.getByRole('menuitem', { name: 'Delete' }).click();
  await expect(lenses).toHaveCount(1);
  // With one lens left, nothing is compared, and the focus is on it.
  await expect(page.getByTestId('effect')).toHaveCount(0);
  await expect(lenses.getByRole('button', { name: /^Topic/ })).toBeFocused();
  await page.getByTestId('toast').getByRole('button', { name: 'Undo' }).click();
  await expect(lenses).toHaveCount(2);
  expect(await lenses.allTextContents()).toEqual(before);
  await panelsReady(page);
  await expect(page.getByTestId('effect')).toBeVisible();
});

test('the library fills a lens, and switching a lens off takes it out of comparisons', async ({
  page,
  facet,
}) => {
  await page.goto(facet.url);
  await panelsReady(page);
  await page.getByTestId('library').click();
  await page.getByRole('menuitem', { name: /^Emotion/ }).click();
  await expect(page.getByTestId('instruction')).toHaveValue(
    'Represent the text for classifying the emotion: ',
  );
  await expect(page.getByTestId('template-objective')).toHaveValue('classifying the emotion');
  await expect(page.getByTestId('lens').first()).toContainText('Topic');
  await page.getByRole('switch', { name: 'Use lens Action' }).click();
  await expect(page.getByRole('radio', { name: 'Side by side' })).toHaveCount(0);
  await page.getByRole('button', { name: 'Compare with “Action”' }).click();
  await expect(page.getByRole('switch', { name: 'Use lens Action' })).toBeChecked();
  await page.locator('[data-testid=effect][data-state=ready]').waitFor({ timeout: 240_000 });
});

/** Stores a value where the first Facets kept their one workspace, before the page opens. */
async function saveAsBefore(page: Page, url: string, value: unknown): Promise<void> {
  await page.route(`${url}before`, (route) =>
    route.fulfill({ contentType: 'text/html', body: '<title>Before</title>' }),
  );
  await page.goto(`${url}before`);
  await page.evaluate(
    (put) =>
      new Promise<void>((resolve, reject) => {
        const opening = indexedDB.open('facet');
        opening.onupgradeneeded = () => opening.result.createObjectStore('state');
        opening.onerror = () => reject(opening.error);
        opening.onsuccess = () => {
          const transaction = opening.result.transaction('state', 'readwrite');
          transaction.objectStore('state').put(put, 'workspace');
          transaction.oncomplete = () => {
            opening.result.close();
            resolve();
          };
        };
      }),
    value,
  );
  await page.goto(url);
}

const OLD = {
  version: 1,
  name: 'From an earlier Facet',
  instruction: 'Represent the old sentence:  ',
  queryInstruction: 'Old query: ',
  documentInstruction: '',
  texts: [
    { id: 'a', text: 'The first text.', group: 'A' },
    { id: 'b', text: 'The second text.', group: 'A' },
    { id: 'c', text: 'The third text.', group: 'B' },
  ],
  queries: [{ id: 'q', text: 'Which text?' }],
  documents: [{ id: 'd', text: 'This one.' }],
  k: 2,
  projection: 'pca',
};

test('a workspace saved by the first Facet opens as one lens, with all its content', async ({
  page,
  facet,
}) => {
  await saveAsBefore(page, facet.url, OLD);
  await panelsReady(page);
  await expect(page.getByTestId('workspace-menu')).toContainText(OLD.name);
  await expect(page.getByTestId('lens')).toHaveCount(1);
  await expect(page.getByTestId('instruction')).toHaveValue(OLD.instruction);
  await expect(page.getByTestId('query-instruction')).toHaveValue(OLD.queryInstruction);
  await expect(page.getByTestId('document-instruction')).toHaveValue('');
  await expect(page.getByTestId('text-row')).toHaveText([/The first text/, /The second text/]);
  await expect(page.getByRole('note')).toHaveCount(0);

  // It can be compared at once, with a copy to change.
  await page.getByRole('button', { name: 'Compare with another lens' }).click();
  await expect(page.getByTestId('lens')).toHaveCount(2);
  await page.locator('[data-testid=effect][data-state=ready]').waitFor({ timeout: 240_000 });
  await expect(page.getByTestId('effect-spearman')).toHaveText('1.00');
  await expect(page.getByTestId('effect-cka')).toHaveText('1.00');
});

test('a workspace of a newer Facet is kept but not opened, and the page says why', async ({
  page,
  facet,
}) => {
  await saveAsBefore(page, facet.url, { ...OLD, version: 3 });
  await panelsReady(page);
  await expect(page.getByRole('note')).toContainText(
    'version is 3; this Facet reads versions 1 and 2',
  );
  await page.getByTestId('workspace-menu').click();
  await page.getByTestId('all-workspaces').click();
  const row = page.getByTestId('workspace-row').filter({ hasText: OLD.name });
  await expect(row).toContainText('A newer Facet made it');
  await expect(row.getByRole('button', { name: /^Open/ })).toBeDisabled();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    row.getByRole('button', { name: /as a file$/ }).click(),
  ]);
  expect(JSON.parse(await readFile(await download.path(), 'utf8'))).toEqual({ ...OLD, version: 3 });
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
