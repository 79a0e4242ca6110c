/** Long documents: split into chunks, ranked by their best chunk, shown in place, undone. */
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, openWorkspaceFile, panelsReady, test } from '../fixtures.ts';

const FILLER = ['We met at ten.', 'It rained.', 'Nobody came.', 'Tea was served.'];

/** A document of many sentences, one of which says something of its own in the middle. */
function long(own: string): string {
  const part = Array.from({ length: 8 }, (_, i) => FILLER[i % FILLER.length]!).join(' ');
  return `${part} ${own} ${part}`;
}

const OWN = ['The <b>refund</b> is late.', 'The ferry left at noon.', 'Bees swarm in May.'];

/** Opens a workspace with one lens without instructions, which leaves the most room for chunks, and a query. */
async function open(page: Page): Promise<void> {
  const lens = {
    ...{ id: 'lens-1', name: 'Plain', colour: 0, on: true },
    ...{ instruction: '', queryInstruction: '', documentInstruction: '' },
  };
  const workspace = {
    ...{ version: 2, name: 'Long', k: 2, projection: 'pca', lenses: [lens] },
    ...{ texts: [], queries: [{ id: 'q', text: 'when is the refund' }], documents: [] },
  };
  await openWorkspaceFile(page, JSON.stringify(workspace));
  await expect(page.getByRole('tab', { name: 'Queries' })).toContainText('1');
}

test('long documents become chunks; a document is found by its best one, which is shown in place', async ({
  page,
  facet,
  complaints,
}) => {
  await page.goto(facet.url);
  await panelsReady(page);
  await open(page);
  await page.getByRole('tab', { name: 'Docs' }).click();
  await page.getByTestId('paste-texts').click();
  const rows = OWN.map((own, i) => `doc ${i + 1},"${long(own)}",19${90 + i}`);
  const csv = ['ref,body,start', ...rows, 'doc 4,A short one about tea.,1999'].join('\n');
  await page
    .getByTestId('file-input')
    .setInputFiles([{ name: 'long.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) }]);
  await page.getByTestId('id-column').selectOption('ref');
  const choice = page.getByTestId('long-texts');
  await expect(choice.getByTestId('chunk-count')).toContainText(/3 of 4 texts are longer than/);
  await choice.getByTestId('split').check();
  await choice.getByTestId('chunk-size').fill('24');
  await choice.getByTestId('chunk-overlap').fill('10');
  await expect(choice.getByTestId('chunk-count')).toContainText('3 texts of 4 are split');
  const add = page.getByTestId('paste-confirm');
  await expect(add).toHaveText(/^Add \d+ chunks$/);
  const count = Number(/\d+/.exec((await add.textContent())!)![0]);
  expect(count).toBeGreaterThan(12);
  const { violations } = await new AxeBuilder({ page }).include('[role=dialog]').analyze();
  expect(violations).toEqual([]);
  await add.click();

  const panel = page.getByTestId('panel-retrieval');
  const hits = panel.getByTestId('ranked-document');
  await expect(panel).toContainText(`over 4 documents (${count} chunks)`);
  await expect(hits).toHaveCount(4);
  await expect(hits.filter({ hasText: /doc 1 · \d+\/\d+/ })).toHaveCount(1);

  const by = (name: string) => panel.getByRole('radio', { name, exact: true }).click();
  await by('Words');
  await expect(hits.first()).toContainText('doc 1 · ');
  await by('Both');
  await expect(hits).toHaveCount(4);
  await hits.filter({ hasText: 'doc 1 · ' }).click();
  const place = panel.getByTestId('in-place');
  await expect(place).toContainText(/doc 1 chunk \d+ of \d+ · characters [\d,]+ to [\d,]+/);
  await by('Words');
  await hits.filter({ hasText: 'doc 1 · ' }).first().click();
  // Text is never markup; what two chunks share is there once.
  await expect(place.getByTestId('in-place-hit')).toContainText('<b>refund</b>');
  for (const name of [/before$/, /after …$/]) {
    const more = place.getByRole('button', { name });
    while ((await more.count()) > 0) await more.click();
  }
  await expect(place.locator('section')).toHaveText(long(OWN[0]!));
  const why = panel.getByTestId('why-hit');
  await expect(why).toContainText(/rank \d of 4 ·/);

  await by('Vectors');
  await by('Chunks');
  await expect(panel).toContainText(`over ${count} chunks`);
  await expect(hits).toHaveCount(Math.min(100, count));
  await by('Documents');
  await expect(hits).toHaveCount(4);

  // All chunks are one step.
  await page.keyboard.press('Escape');
  await page.keyboard.press('ControlOrMeta+z');
  await expect(page.getByRole('tab', { name: 'Docs' })).toContainText('0');
  await expect(panel).toContainText('Retrieval needs a query and documents');
  expect(complaints).toEqual([]);
});
