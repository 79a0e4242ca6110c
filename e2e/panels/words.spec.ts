/** Retrieval by words, fused with vectors, filtered by columns, and why a document is a hit. */
import type { Page } from '@playwright/test';
import { expect, panelsReady, test } from '../fixtures.ts';

const DOCUMENTS = [
  ['A refund takes five days.', 'orders', '2023'],
  [
    'The river rose. Nobody was hurt. The refund of the ferry is late. Trains run.',
    'travel',
    '2021',
  ],
  ['We sell <b>shoes</b> and hats.', 'orders', '2024'],
  ['Ask for your refund at the desk.', 'travel', '2024'],
] as const;

async function open(page: Page): Promise<void> {
  const lens = (n: number) => ({
    ...{ id: `lens-${n}`, name: `Lens ${n}`, colour: n, on: true, instruction: '' },
    queryInstruction: `Represent the question ${n}: `,
    documentInstruction: `Represent the document ${n}: `,
  });
  const workspace = {
    ...{ version: 3, name: 'Desk', k: 2, projection: 'pca', columns: ['topic', 'year'] },
    lenses: [lens(0), lens(1)],
    texts: [],
    queries: ['when is my refund', 'shoes'].map((text, i) => ({ id: `q${i}`, text })),
    documents: DOCUMENTS.map(([text, ...cells], i) => ({ id: `d${i}`, text, cells })),
  };
  const chooser = page.waitForEvent('filechooser');
  await page.keyboard.press('ControlOrMeta+K');
  await page.getByTestId('palette-input').fill('Open a file');
  await page.keyboard.press('Enter');
  await (await chooser).setFiles({
    ...{ name: 'desk.json', mimeType: 'application/json' },
    buffer: Buffer.from(JSON.stringify(workspace)),
  });
  await expect(page.getByTestId('ranked-document')).toHaveCount(4);
}

test('documents are ranked by words and both, filtered, and a hit is explained', async ({
  page,
  facet,
}) => {
  await page.goto(facet.url);
  await panelsReady(page);
  await open(page);
  const panel = page.getByTestId('panel-retrieval');
  const hits = panel.getByTestId('ranked-document');
  const by = (name: string) => panel.getByRole('radio', { name, exact: true }).click();

  await by('Words');
  await expect(hits).toHaveCount(3);
  await expect(panel.locator('mark')).toHaveText(['refund', 'refund', 'refund']);
  await panel.getByText('shoes', { exact: true }).click();
  // A text is never markup.
  await expect(hits).toHaveText([/<b>shoes<\/b>/]);
  await expect(panel.locator('mark')).toHaveText(['shoes']);
  await panel.getByText('when is my refund').click();

  await by('Both');
  await expect(hits).toHaveCount(4);
  await expect(hits.first()).toContainText('0.0');

  await panel.getByTestId('add-filter').click();
  await page.getByLabel('Column').selectOption('year');
  await page.getByLabel('From').fill('2022');
  await page.getByRole('button', { name: 'Add filter' }).click();
  await expect(hits).toHaveCount(3);
  await expect(panel).toContainText('3 of 4 documents');
  await panel.getByRole('button', { name: 'Remove the filter year: from 2022' }).click();
  await expect(hits).toHaveCount(4);

  await hits.filter({ hasText: 'The river rose' }).click();
  const why = panel.getByTestId('why-hit');
  await expect(why.getByTestId('why-sentence')).toContainText(/Closest sentence: .+\d\.\d{3}$/);
  await expect(why).toContainText(/rank \d of 4 · /);
  await expect(why).toContainText('not embedded: show this lens');
  await expect(why.getByRole('listitem').last()).toHaveText(/Words rank \d/);

  // The choice is the workspace's: it is there after a reload.
  await page.reload();
  await expect(panel.getByRole('radio', { name: 'Both' })).toBeChecked();
  await expect(hits).toHaveCount(4);
});
