/** Which instruction is right? Labelled data in, intervals and null rows out, and the winner to a lens. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, panelsReady, test } from '../fixtures.ts';

// axe is injected as a script, which the page's own policy would refuse.
test.use({ bypassCSP: true });

const TOPICS = {
  travel: ['flight to Lisbon', 'hotel room by the sea', 'train ticket for Friday', 'rental car'],
  banking: ['loan for a house', 'credit card that was lost', 'savings account', 'wire transfer'],
};
const STARTS = ['I want a', 'How much is a', 'Please cancel my', 'Tell me about the', 'I lost my'];
const labelled = Object.entries(TOPICS).flatMap(([topic, things]) =>
  things.flatMap((thing) => STARTS.map((start) => [`${start} ${thing}`, topic] as const)),
);

async function open(page: Page, url: string) {
  await page.goto(url);
  await panelsReady(page);
  await page.getByTestId('evaluate-lenses').click();
  return page.getByTestId('evaluation-dialog');
}

async function evaluated(page: Page) {
  await page.getByTestId('evaluate').click();
  await page.getByTestId('verdict').waitFor();
  await expect(page.getByTestId('evaluation-progress')).toHaveCount(0);
}

async function violations(page: Page) {
  const { violations: found } = await new AxeBuilder({ page })
    .include('[data-testid=evaluation-dialog]')
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
    .analyze();
  return found.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' '))}`);
}

test('a labelled CSV: three instructions with intervals and null rows, and one becomes a lens', async ({
  page,
  facet,
  complaints,
}) => {
  const dialog = await open(page, facet.url);
  await dialog.getByRole('radio', { name: 'A file or folder' }).click();
  const csv = (rows: readonly (readonly string[])[]) =>
    Buffer.from(rows.map((row) => row.join(',')).join('\n'));
  const file = (buffer: Buffer) => ({ name: 'intents.csv', mimeType: 'text/csv', buffer });
  // A wrong file says what was expected, and loses nothing.
  await page.getByTestId('evaluation-files').setInputFiles(file(csv([['text'], ['one']])));
  await expect(dialog.getByRole('alert')).toContainText(
    'expected a column of texts and one of labels',
  );
  await page
    .getByTestId('evaluation-files')
    .setInputFiles(file(csv([['message', 'intent'], ...labelled])));
  await expect(dialog.getByRole('alert')).toHaveCount(0);
  await expect(page.getByTestId('evaluation-text-column')).toHaveValue('message');
  await expect(page.getByTestId('evaluation-label-column')).toHaveValue('intent');
  await expect(dialog).toContainText('20 texts to learn from, 20 texts to predict, 2 labels');
  // One of the two tasks.
  await page.getByTestId('evaluation-task').last().uncheck();

  // The lenses are there; one of one's own beside them.
  const before = await page.getByTestId('candidate').count();
  await page.getByTestId('add-candidate').click();
  const words = 'Represent the bank customer message for the product: ';
  await page.getByTestId('candidate-instruction').last().fill(words);
  await expect(page.getByTestId('candidate')).toHaveCount(before + 1);
  await evaluated(page);

  const rows = page.getByTestId('result-row');
  await expect(rows.filter({ has: page.getByText('null row', { exact: true }) })).toHaveCount(3);
  for (const row of await rows.all()) {
    await expect(row).toContainText(/\d+\.\d to \d+\.\d/);
  }
  const own = rows.filter({ hasText: words.trim() });
  await expect(own).toContainText(
    /beats? (the null rows|.*no instruction|.*nonsense)|worse than|null/,
  );
  await expect(own).toContainText(/p [=<] 0\.\d{3}|p = 1\.000/);

  // How far the score hangs on the wording, with a table of it.
  await page.getByTestId('wordings-of').selectOption({ label: words.trim() });
  await page.getByTestId('wordings').click();
  await expect(page.getByTestId('wording-words')).toContainText(
    /moves the score by up to \d+\.\d points: over 13 wordings/,
  );
  await expect(page.getByTestId('wordings-strip').locator('b')).toHaveCount(13);
  const wordings = page.waitForEvent('download');
  await page.getByTestId('save-wordings').click();
  const wordingLines = (await readFile(await (await wordings).path(), 'utf8')).trim();
  expect(wordingLines.split('\r\n')).toHaveLength(1 + 13);
  await page.getByText('13 wordings, the best first').click();
  await expect(page.getByTestId('wording')).toHaveCount(13);

  // Saved as mteb's own file, and as a table.
  const saving = page.waitForEvent('download');
  await own.getByTestId('save-mteb').click();
  const result = JSON.parse(await readFile(await (await saving).path(), 'utf8'));
  const [scores] = result.scores.test;
  expect(scores.main_score).toBe(scores.accuracy);
  await expect(own).toContainText((100 * scores.main_score).toFixed(1));
  const table = page.waitForEvent('download');
  await page.getByTestId('save-csv').click();
  const lines = (await readFile(await (await table).path(), 'utf8')).trim().split('\r\n');
  expect(lines).toHaveLength(1 + (await rows.count()));
  expect(await violations(page)).toEqual([]);
  await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  expect(await violations(page)).toEqual([]);

  // The winner to a lens, and back.
  const lenses = await page.getByTestId('lens').count();
  await own.getByTestId('to-lens').click();
  await expect(dialog).toHaveCount(0);
  await expect(page.getByTestId('lens')).toHaveCount(lenses + 1);
  await expect(page.getByTestId('lens').last()).toContainText(words.trim());
  await page.getByRole('button', { name: 'Undo', exact: true }).last().click();
  await expect(page.getByTestId('lens')).toHaveCount(lenses);
  expect(complaints).toEqual([]);
});

test('the workspace’s own labels with a search, at 390 px; a text that differs is shown', async ({
  page,
  facet,
}) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto(facet.url);
  await panelsReady(page);
  await page.getByTestId('workspace-menu').click();
  await page.getByTestId('evaluation').click();
  const dialog = page.getByTestId('evaluation-dialog');
  await expect(dialog).toContainText('8 texts to learn from, 8 texts to predict, 2 labels');
  await page.getByTestId('search-on').check();
  await page.getByTestId('search-types').fill('message\nsentence');
  await page.getByTestId('search-objectives').fill('the topic\nthe action');
  await expect(page.getByTestId('search-count')).toContainText('4 candidates in 2 rounds');
  await page.getByTestId('evaluation-task').last().uncheck();
  await evaluated(page);
  await expect(page.getByTestId('luck')).toContainText('half that the search never saw');
  await expect(page.getByTestId('verdict')).toContainText('4 test texts are few');
  await expect(page.getByTestId('result-row').filter({ hasText: 'found by search' })).toHaveCount(
    1,
  );
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
  expect(await violations(page)).toEqual([]);
  // Some pair of instructions differs on some text.
  const second = page.getByTestId('difference-1');
  for (const option of await second.locator('option').all()) {
    await second.selectOption((await option.getAttribute('value'))!);
    if ((await page.getByTestId('difference').count()) > 0) break;
  }
  const text = page.getByTestId('difference').first().getByRole('button');
  await text.click();
  await expect(dialog).toHaveCount(0);
});

test('a BEIR folder, the Billboard files, and cancel', async ({ page, facet }, testInfo) => {
  const dialog = await open(page, facet.url);
  await dialog.getByRole('radio', { name: 'A file or folder' }).click();
  const lines = (rows: readonly unknown[]) => rows.map((row) => JSON.stringify(row)).join('\n');
  const folder = testInfo.outputPath('trips');
  const documents = labelled.map(([text], at) => ({ _id: `d${at}`, title: '', text }));
  const queries = labelled.map(([text], at) => ({ _id: `q${at}`, text: `${text}?` }));
  for (const [path, content] of Object.entries({
    'corpus.jsonl': lines(documents),
    'queries.jsonl': lines(queries),
    'qrels/test.tsv': `query-id\tcorpus-id\tscore\n${queries.map((_, at) => `q${at}\td${at}\t1`).join('\n')}`,
  })) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content);
  }
  await page.getByTestId('evaluation-folder').setInputFiles(folder);
  await expect(dialog).toContainText('40 queries, 40 documents');
  // Queries and documents have an instruction each.
  const first = page.getByTestId('candidate').first();
  await first.getByTestId('candidate-queryInstruction').fill('Represent the question: ');
  await first.getByTestId('candidate-documentInstruction').fill('Represent the document: ');
  await evaluated(page);
  await expect(page.getByTestId('result-table')).toContainText('nDCG@10 in %, over 40 queries');
  await expect(page.getByTestId('result-row').first()).toContainText(/100\.0|9\d\.\d|8\d\.\d/);

  const buffer = (rows: readonly unknown[]) => Buffer.from(lines(rows));
  const mimeType = 'application/jsonl';
  const references = labelled.map(([text]) => ({ refs: [text, `${text}, please`] }));
  const generated = labelled.map(([text], at) => ({
    hyp: at % 2 === 0 ? text : 'A dog on a sofa',
    human_score: at % 2 === 0 ? 5 - at / 100 : 1 + at / 100,
  }));
  const billboard = (texts: readonly unknown[]) => [
    { name: 'trips_references.jsonl', mimeType, buffer: buffer(references) },
    { name: 'trips_THumB-1.0.jsonl', mimeType, buffer: buffer(texts) },
  ];
  await page.getByTestId('evaluation-files').setInputFiles(billboard(generated.slice(1)));
  await expect(dialog.getByRole('alert')).toContainText(
    'trips_THumB-1.0.jsonl: expected a multiple of the 40 lines of trips_references.jsonl; found 39 lines',
  );
  await page.getByTestId('evaluation-files').setInputFiles(billboard(generated));
  await expect(dialog).toContainText('40 generated texts with references and human scores');
  await page.getByTestId('candidate-instruction').first().fill('Represent the caption: ');
  await page.getByTestId('evaluate').click();
  await page.getByTestId('evaluation-cancel').click();
  await expect(page.getByTestId('evaluate')).toBeEnabled();
  await expect(dialog.getByRole('alert')).toHaveCount(0);
  await evaluated(page);
  await expect(page.getByTestId('result-table')).toContainText('Pearson’s r in %, over 40');
});
