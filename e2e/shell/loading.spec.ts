/** The page when its server stops, changes or sends wrong files, and when a part of the page fails. */
import type { Page } from '@playwright/test';
import { expect, PANELS, panelsReady, serveTinyModel, test, throughOneLens } from '../fixtures.ts';

const PALETTE = /assets\/PaletteDialog-[^/]*\.js$/;
const PLOTLY = /assets\/plotly-[^/]*\.js$/;
const RAW = /dynamically imported module|Failed to fetch|module script failed/;

async function standing(page: Page, panels: readonly string[] = PANELS): Promise<void> {
  for (const name of panels) {
    await expect(page.locator(`[data-testid=panel-${name}][data-state=ready]`)).toBeVisible();
  }
  await expect(page.locator('body')).not.toContainText(RAW);
}

test('the server stops under the page: commands, tables and pictures say so or work, and come back', async ({
  page,
  facet,
}) => {
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(String(error)));
  await page.goto(facet.url);
  await panelsReady(page);
  // The dialog that adds texts is here already, what reads files is not.
  await page.getByTestId('paste-texts').click();
  await page.getByRole('button', { name: 'Cancel' }).click();
  await facet.close();

  await page.keyboard.press('ControlOrMeta+K');
  const dialog = page.getByRole('dialog', { name: 'The list of commands' });
  const { host, port } = new URL(facet.url);
  await expect(dialog.getByRole('alert')).toContainText(
    `The list of commands could not be loaded: the server that this page came from (${host}) does not answer.`,
  );
  await expect(dialog).not.toContainText(RAW);
  // The message takes the focus; trying again without the server changes nothing.
  await expect(dialog.locator(':focus')).toHaveCount(1);
  await dialog.getByRole('button', { name: 'Try again' }).click();
  await expect(dialog.getByRole('alert')).toContainText('does not answer');
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await standing(page);

  // A list that did not come can be closed, and asking again tries again.
  const list = page.getByRole('dialog', { name: 'The list of workspaces' });
  for (const close of ['Escape', 'Close']) {
    await page.getByTestId('workspace-menu').click();
    await page.getByTestId('all-workspaces').click();
    await expect(list.getByRole('alert')).toContainText('does not answer');
    if (close === 'Escape') await page.keyboard.press('Escape');
    else await list.getByRole('button', { name: 'Close' }).click();
    await expect(list).toBeHidden();
  }
  await standing(page);

  const download = page.waitForEvent('download');
  await page.getByTestId('save-similarity').click();
  await page.getByTestId('save-png').click();
  await download;

  await page.getByTestId('paste-texts').click();
  const csv = { name: 'a.csv', mimeType: 'text/csv', buffer: Buffer.from('text\none\ntwo\n') };
  await page.getByTestId('file-input').setInputFiles([csv]);
  const batch = page.getByTestId('batch');
  await expect(batch.getByRole('alert')).toContainText(
    `The reader of tables could not be loaded: the server that this page came from (${host}) does not answer.`,
  );

  const again = await serveTinyModel({ root: 'dist', port: Number(port) });
  try {
    await batch.getByRole('button', { name: 'Try again' }).click();
    await expect(batch).toContainText('2 texts');
    await page.getByRole('button', { name: 'Cancel' }).click();
    await page.getByTestId('workspace-menu').click();
    await page.getByTestId('all-workspaces').click();
    await expect(page.getByTestId('workspaces')).toBeVisible();
    await page.keyboard.press('Escape');
    await page.keyboard.press('ControlOrMeta+K');
    await page.getByTestId('palette-input').fill('large');
    await expect(page.getByRole('option').first()).toBeVisible();
    expect(complaints).toEqual([]);
  } finally {
    await again.close();
  }
});

test('what stands in the place of code is named each time, and trying again fetches again', async ({
  page,
  facet,
}) => {
  await page.goto(facet.url);
  await panelsReady(page);
  const dialog = page.getByTestId('failure-dialog');
  facet.inject(PALETTE, { kind: 'status', status: 503 });
  await page.keyboard.press('ControlOrMeta+K');
  await expect(dialog.getByRole('alert')).toContainText('the server answers 503 for it');
  await standing(page);
  for (const [fault, words] of [
    [{ kind: 'html' }, 'the server answers with a web page in its place'],
    [{ kind: 'cut' }, 'the server answers, but the file does not arrive'],
  ] as const) {
    facet.heal();
    facet.inject(PALETTE, fault);
    await dialog.getByRole('button', { name: 'Try again' }).click();
    await expect(dialog.getByRole('alert')).toContainText(words);
    await standing(page);
  }
  facet.heal();
  await dialog.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByTestId('palette-input')).toBeFocused();
});

test('a new version on the server: the page says so, and reloads with what was just typed', async ({
  page,
  facet,
}) => {
  await page.goto(facet.url);
  await panelsReady(page);
  facet.inject(PALETTE, { kind: 'status', status: 404 });
  const next = '<script type="module" src="./assets/index-next.js"></script>';
  facet.inject(/^$/, { kind: 'prelude', code: next });
  await page.getByTestId('instruction').fill('Represent what was typed last: ');
  await page.keyboard.press('ControlOrMeta+K');
  const alert = page.getByTestId('failure-dialog').getByRole('alert');
  await expect(alert).toContainText('the server has a newer version of Facet');
  await expect(alert).toContainText('Your workspace is saved in this browser.');
  facet.heal();
  // What was typed stands in the page before it, too.
  const loaded = page.waitForEvent('load');
  await alert.getByRole('button', { name: 'Reload the page' }).click();
  await loaded;
  await expect(page.getByTestId('instruction')).toHaveValue('Represent what was typed last: ');
  await page.keyboard.press('ControlOrMeta+K');
  await expect(page.getByTestId('palette-input')).toBeFocused();
});

test('code that fails as it begins, and an action that throws, are named with their errors', async ({
  page,
  facet,
}) => {
  await page.goto(facet.url);
  await panelsReady(page);
  facet.inject(PALETTE, { kind: 'prelude', code: 'throw new Error("no such thing");' });
  await page.keyboard.press('ControlOrMeta+K');
  const alert = page.getByTestId('failure-dialog').getByRole('alert');
  await expect(alert).toContainText('it arrived, but did not start (no such thing)');
  await expect(alert.getByRole('button', { name: 'Reload the page' })).toBeVisible();
  await standing(page);
  await page.keyboard.press('Escape');

  await page.evaluate(() => {
    URL.createObjectURL = () => {
      throw new Error('no room for files');
    };
  });
  await page.keyboard.press('ControlOrMeta+S');
  const notice = page.locator('.notices').getByRole('alert');
  await expect(notice).toContainText('no room for files');
  await notice.getByRole('button', { name: 'OK' }).click();
  await expect(notice).toBeHidden();
  await standing(page);
});

test('charts that do not load leave the rest, and load on another try', async ({ page, facet }) => {
  facet.inject(PLOTLY, { kind: 'status', status: 503 });
  await page.goto(facet.url);
  await throughOneLens(page);
  const map = page.getByTestId('panel-map');
  await expect(map.getByRole('alert')).toContainText(
    'The chart could not be loaded: the server answers 503',
  );
  await expect(page.getByRole('list', { name: /^Documents for/ })).toBeVisible();
  facet.heal();
  await map.getByRole('button', { name: 'Try again' }).click();
  await expect(map.locator('.js-plotly-plot')).toBeVisible();
});

test('a panel that throws leaves the others, and comes back', async ({ page, facet }) => {
  // No canvas, as when a driver gives up: maps draw on one.
  await page.addInitScript(() => {
    const { getContext } = HTMLCanvasElement.prototype;
    HTMLCanvasElement.prototype.getContext = function (this: HTMLCanvasElement, ...args: never) {
      if (this.closest('[data-panel=map]') !== null && 'broken' in window) {
        throw new Error('the canvas is gone');
      }
      return getContext.apply(this, args);
    } as typeof getContext;
  });
  await page.goto(facet.url);
  await panelsReady(page);
  await page.evaluate(() => Object.assign(window, { broken: true }));
  await page.getByRole('radio', { name: 'Difference' }).click();
  const map = page.getByTestId('panel-map');
  await expect(map.getByRole('alert')).toContainText(
    'The map panel stopped by an error of Facet: the canvas is gone.',
  );
  await standing(page, ['similarity', 'retrieval', 'tokens']);
  await expect(page.getByTestId('effect')).toBeVisible();
  await page.keyboard.press('ControlOrMeta+K');
  await expect(page.getByTestId('palette-input')).toBeFocused();
  await page.keyboard.press('Escape');
  await page.evaluate(() => Reflect.deleteProperty(window, 'broken'));
  await map.getByRole('button', { name: 'Try again' }).click();
  await expect(map.locator('canvas').first()).toBeVisible();
  await expect(map.locator(':focus')).toHaveCount(1);
});
