/** Workspaces of an earlier and of a newer Facet. */
import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { expect, panelsReady, test } from '../fixtures.ts';

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
  await saveAsBefore(page, facet.url, { ...OLD, version: 6 });
  await panelsReady(page);
  await expect(page.getByRole('note')).toContainText(
    'version is 6; this Facet reads versions 1, 2, 3 and 5',
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
  expect(JSON.parse(await readFile(await download.path(), 'utf8'))).toEqual({ ...OLD, version: 6 });
});
