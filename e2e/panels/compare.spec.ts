/** Two lenses compared: changes of cosines, clusters and labels. */
import { expect, panelsReady, test, throughOneLens } from '../fixtures.ts';
import { number, show, tableOf } from './steps.ts';

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
  await throughOneLens(page, 'Topic');
  const before = {
    pairs: cosines(await tableOf(page, 'similarity')),
    map: await tableOf(page, 'map'),
  };
  await throughOneLens(page, 'Action');
  const after = {
    pairs: cosines(await tableOf(page, 'similarity')),
    map: await tableOf(page, 'map'),
  };
  await page.getByRole('radio', { name: 'Difference' }).click();
  await page.getByLabel('From lens').selectOption({ label: 'Topic' });
  await page.getByLabel('To lens').selectOption({ label: 'Action' });
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
  await expect(pinned).toHaveText([
    /^No instruction/,
    `Topic${changes[0]![2]}`,
    `Action${changes[0]![3]}`,
  ]);
  expect(complaints).toEqual([]);
});

test.describe('with the model that ships', () => {
  test.use({ model: 'built-in' });

  test('labels score the clusters of each lens, colour the map, and are typed beside the texts', async ({
    page,
    facet,
  }) => {
    await page.goto(facet.url);
    await panelsReady(page);
    const scores = page.getByTestId('gold').getByRole('listitem');
    // The lens finds the example's labels, and the baseline does not: seen without a click, and said in words.
    await expect(scores).toHaveText([
      /^No instruction.*V-measure 0\.00/,
      /^Topic.*V-measure 1\.00ARI 1\.00/,
    ]);
    const words = page.getByTestId('example-words');
    await expect(words).toContainText('the V-measure goes from 0.00 to 1.00');

    await page.getByTestId('map-colour').selectOption('labels');
    await expect(page.getByRole('list', { name: 'Labels' }).first()).toContainText('travel8');
    await page.getByRole('button', { name: 'Show and type labels' }).click();
    await page.getByLabel('Label of text 1', { exact: true }).fill('banking');
    await expect(page.getByRole('list', { name: 'Labels' }).first()).toContainText('travel7');
    await expect(scores.nth(1)).not.toContainText('V-measure 1.00');
    // They were about the texts as they came.
    await expect(words).toHaveCount(0);
    await page.getByTestId('workspace-menu').click();
    await page.getByRole('menuitem', { name: 'Undo: Change label' }).click();
    await expect(scores.nth(1)).toContainText('V-measure 1.00');
  });
});

test('every text that moved is listed; chosen, it shows what is near it under each lens, and its row in its list', async ({
  page,
  facet,
  complaints,
}) => {
  await page.goto(facet.url);
  await panelsReady(page);
  await page.locator('[data-testid=effect][data-state=ready]').waitFor();
  await page.getByTestId('show-moved').click();
  const list = page.getByTestId('moved-list');
  await expect(list.getByRole('option').first()).toHaveAttribute('aria-setsize', '16');

  // By keyboard: the next text is chosen, selected in all panels, and its list is opened at it.
  await list.focus();
  await page.keyboard.press('End');
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowDown');
  const option = list.getByRole('option', { selected: true });
  await expect(option).toHaveAttribute('aria-posinset', '2');
  const name = (await option.locator('b').textContent())!;
  const text = (await option.locator('bdi').textContent())!;
  const detail = page.getByTestId('moved-detail');
  await expect(detail.locator('bdi').first()).toHaveText(text);
  await expect(page.getByTestId('selection')).toContainText('1 text selected');
  await expect(
    page.getByRole('tab', { name: name.startsWith('A') ? /^A/ : /^B/, selected: true }),
  ).toBeVisible();
  await expect(page.locator('[data-testid=text-row][data-lit]')).toContainText(text);

  // As many are lost as are new, and as many as the list says.
  const said = Number.parseInt((await option.getByText(/ new$/).textContent())!, 10);
  await expect(detail.getByRole('list')).toHaveCount(2);
  await expect(detail.getByText('lost', { exact: true })).toHaveCount(said);
  await expect(detail.getByText('new', { exact: true })).toHaveCount(said);

  // A neighbour leads on; words find a text.
  await detail.getByRole('list').first().getByRole('button').first().click();
  await expect(detail.locator('bdi').first()).not.toHaveText(text);
  // A text that is selected outside the list is shown in it.
  const third = page.getByTestId('effect-moved').getByRole('button').nth(2);
  await third.click();
  await expect(option).toHaveAttribute('aria-posinset', '3');
  await expect(detail.locator('bdi').first()).toHaveText(
    (await third.locator('bdi').textContent())!,
  );
  await page.getByLabel('Find among the texts that moved').fill('LOAN');
  await expect(list.getByRole('option')).toHaveCount(2);
  const find = page.getByLabel('Find among the texts that moved');
  await find.fill('zzzz');
  await expect(page.getByTestId('moved-panel')).toContainText('No text holds these words.');
  // Another workspace has other texts, though their ids may be the same.
  await page.getByTestId('workspace-menu').click();
  await page.getByTestId('example-feelings').click();
  await expect(list.getByRole('option').first()).toHaveAttribute('aria-setsize', '20');
  await expect(detail).toHaveCount(0);
  await find.press('Escape');
  await expect(page.getByTestId('moved-panel')).toHaveCount(0);
  await expect(page.getByTestId('show-moved')).toBeFocused();
  expect(complaints).toEqual([]);
});
