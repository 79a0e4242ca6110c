/** A model with its own prompts: the page shows its rules and default prompt, and offers its prompts. */
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { GOLDENS } from '../../testing/goldens.ts';
import { expect, panelsReady, test } from '../fixtures.ts';

const SCRATCH = join(import.meta.dirname, '../../.cache/e2e-prompts');

/** A golden checkpoint with other fields in its JSON files. */
async function folderOf(name: string, edits: Readonly<Record<string, object>>): Promise<string> {
  const folder = join(SCRATCH, name);
  await mkdir(SCRATCH, { recursive: true });
  await cp(join(GOLDENS, 'bert-safetensors/model'), folder, { recursive: true });
  for (const [file, fields] of Object.entries(edits)) {
    const path = join(folder, file);
    const old: object = JSON.parse(await readFile(path, 'utf8').catch(() => '{}'));
    await writeFile(path, JSON.stringify({ ...old, ...fields }));
  }
  return folder;
}

async function look(page: Page, url: string, folder: string): Promise<void> {
  await page.goto(url);
  await page.getByTestId('model-pill').click();
  await page.getByTestId('open-models').click();
  await page.getByTestId('models-dialog').getByText('This computer').click();
  await page.getByTestId('model-folder-input').setInputFiles(folder);
  await expect(page.getByTestId('import-plan')).toBeVisible();
}

async function importAndUse(page: Page): Promise<void> {
  await page.getByTestId('import-plan').getByLabel('fp32').check();
  await page.getByTestId('import-start').click();
  await page.getByTestId('use-now').click();
  await expect(page.getByTestId('model-row').filter({ hasText: 'fp32 ·' })).toContainText('In use');
  await page.keyboard.press('Escape');
}

test('prompts are offered, the default one is shown as embedded, and the instruction is in the mean', async ({
  page,
  facet,
  complaints,
}) => {
  const folder = await folderOf('e5', {
    '1_Pooling/config.json': { include_prompt: true },
    'config_sentence_transformers.json': {
      prompts: { query: 'query: ', passage: 'passage: ' },
      default_prompt_name: 'passage',
      similarity_fn_name: 'dot',
    },
  });
  await look(page, facet.url, folder);
  const notes = page.getByTestId('import-notes');
  await expect(page.getByTestId('import-plan')).toContainText('Instructionpart of the mean');
  await expect(notes).toContainText('default prompt, “passage: ” (passage)');
  await expect(notes).toContainText('The model asks for dot products; Facet shows cosines.');
  // The folder records the instruction's role, so there is no choice.
  await expect(page.getByRole('radio', { name: 'part of the mean' })).toHaveCount(0);
  await importAndUse(page);
  await panelsReady(page);

  await page.getByTestId('instruction').fill('');
  await expect(page.getByTestId('instruction-default')).toContainText('passage: ');
  await panelsReady(page);
  await page.getByTestId('text-tokens').first().click();
  const reading = page.getByTestId('reading').first();
  await expect(reading).toContainText('Instruction and text');
  await expect(reading).toContainText('pas');

  await page.getByTestId('library').click();
  await expect(page.getByRole('group', { name: 'Prompts of e5' })).toBeVisible();
  await page.getByRole('menuitem', { name: 'query and passage' }).click();
  await expect(page.getByTestId('query-instruction')).toHaveValue('query: ');
  await expect(page.getByTestId('document-instruction')).toHaveValue('passage: ');

  await page.getByTestId('model-pill').click();
  await expect(page.getByText('The model asks for dot products')).toBeVisible();
  expect(complaints).toEqual([]);
});

test('if the folder does not record the instruction’s role, the guess is shown and corrected', async ({
  page,
  facet,
}) => {
  await look(page, facet.url, await folderOf('plain', {}));
  const plan = page.getByTestId('import-plan');
  await expect(plan.getByRole('radio', { name: 'left out of the mean' })).toBeChecked();
  await expect(page.getByTestId('import-notes')).toContainText('doesn’t say which');
  await plan.getByRole('radio', { name: 'part of the mean' }).check();
  await importAndUse(page);
  await panelsReady(page);
  await page.getByTestId('text-tokens').first().click();
  await expect(page.getByTestId('reading').first()).toContainText(
    'This model takes the instruction into the mean.',
  );
});

test('a vocabulary that disagrees with the tokenizer is reported before and after the import', async ({
  page,
  facet,
}) => {
  const folder = await folderOf('doubtful', {});
  const lines = Array.from({ length: 700 }, (_, i) =>
    i < 5 ? ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]'][i] : `w${i}`,
  );
  await writeFile(join(folder, 'vocab.txt'), lines.join('\n'));
  await look(page, facet.url, folder);
  await expect(page.getByTestId('import-plan')).toContainText('vocab.txt disagrees');
  await page.getByTestId('import-start').click();
  await page.getByTestId('use-now').click();
  const row = page.getByTestId('model-row').filter({ hasText: 'int8 ·' });
  await expect(row).toContainText('vocab.txt disagrees');
  await expect(row).not.toContainText(/cosine to the original \d/);
});
