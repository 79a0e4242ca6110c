/** Vectors in this browser: a reload embeds nothing, and a person sees and deletes what is kept. */
import { expect, PANELS, panelsReady, test } from '../fixtures.ts';
import { atRest, lastRun } from './steps.ts';

test('a reload embeds nothing and shows the same; what is kept is listed, deleted, undone, turned off', async ({
  page,
  facet,
  complaints,
}) => {
  await page.goto(facet.url);
  await panelsReady(page);
  const first = await lastRun(page);
  expect(first.kept).toBe(0);
  expect(first.embedded).toBeGreaterThan(20);
  const figures = () =>
    Promise.all(PANELS.map((name) => page.getByTestId(`panel-${name}`).textContent()));
  const before = await figures();

  await page.reload();
  await panelsReady(page);
  await expect.poll(() => lastRun(page)).toEqual({ embedded: 0, kept: first.embedded });
  expect(await figures()).toEqual(before);

  const open = async () => {
    await page.getByTestId('workspace-menu').click();
    await page.getByTestId('open-storage').click();
  };
  await open();
  const rows = page.getByTestId('kept-row');
  await expect(rows.first()).toContainText('Represent');
  const count = await rows.count();
  await page.getByTestId('delete-vectors').click();
  await expect(rows).toHaveCount(0);
  await page.getByTestId('storage-dialog').getByRole('button', { name: 'Undo' }).first().click();
  await expect(rows).toHaveCount(count);
  await page.getByTestId('keep-vectors').uncheck();
  await page.getByTestId('delete-vectors').click();
  // With the page its offer of undo goes, and the next one ends what was begun.
  await page.reload();
  await panelsReady(page);
  expect(await lastRun(page)).toEqual(first);
  await open();
  await expect(page.getByText('No vectors are kept.')).toBeVisible();
  const reader = await page.context().newPage();
  expect(await atRest(reader, facet)).toEqual({ files: {}, texts: 0 });
  await reader.close();

  // A full disk: all works, the page says what to do, and what waits is stored once there is room.
  await page.getByTestId('keep-vectors').check();
  await page.keyboard.press('Escape');
  const devtools = await page.context().newCDPSession(page);
  const { origin } = new URL(facet.url);
  await devtools.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 1 });
  await page.getByTestId('instruction').fill('Represent the length of the message: ');
  await expect(page.getByTestId('not-kept')).toBeVisible();
  await panelsReady(page);
  await devtools.send('Storage.overrideQuotaForOrigin', { origin });
  await page.getByTestId('not-kept').getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByTestId('not-kept')).toBeHidden();
  await open();
  await expect(rows.first()).toContainText('Represent the length of the message: ');
  expect(complaints).toEqual([]);
});
