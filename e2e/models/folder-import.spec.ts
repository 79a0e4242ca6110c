/** Models from a folder: of this computer, dropped, or written by Facet. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readModelFolder, writeModelFolder } from '../../src/node/node-model.ts';
import { nodeOrt } from '../../src/node/ort.ts';
import { panelsReady, serveTinyModel } from '../fixtures.ts';
import { expect, openModels, TINY, test } from './importing.ts';

test('a folder of this computer is imported by the page itself, under its own policy', async ({
  page,
  facet,
}) => {
  await page.goto(facet.url);
  const dialog = await openModels(page);
  await dialog.getByText('This computer').click();
  await page.getByTestId('model-folder-input').setInputFiles(TINY);
  await expect(page.getByTestId('import-plan')).toContainText('model');
  await page.getByTestId('import-plan').getByLabel('fp32').check();
  await page.getByTestId('import-start').click();
  await page.getByTestId('use-now').click();
  expect(page.frames()).toHaveLength(1);
  await expect(
    page.getByTestId('model-row').filter({ hasText: 'fp32 · 64 dimensions' }),
  ).toContainText('In use');
  await page.keyboard.press('Escape');
  await panelsReady(page);
  await expect(page.getByTestId('model-pill')).toContainText('fp32');
});

test('a folder dropped on the dialog is a model, not texts', async ({ page, context, facet }) => {
  await page.goto(facet.url);
  const dialog = await openModels(page);
  const box = (await dialog.boundingBox())!;
  const cdp = await context.newCDPSession(page);
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
    await cdp.send('Input.dispatchDragEvent', {
      type,
      x: box.x + box.width / 2,
      y: box.y + box.height / 2,
      data: { items: [], files: [TINY], dragOperationsMask: 1 },
    });
  }
  await expect(page.getByTestId('import-plan')).toContainText('T5 encoder, 2 layers');
  await expect(page.getByTestId('paste-field')).toHaveCount(0);
});

test('a folder that Facet wrote is copied unchanged, dropped or by address', async ({
  page,
  hub,
}) => {
  const folder = join(import.meta.dirname, '../../.cache/e2e-import/written');
  const model = await readModelFolder(TINY, nodeOrt(), { name: 'written', precision: 'int8' });
  await writeModelFolder(folder, model);
  await hub.publish('facet/written', { folder });
  const facet = await serveTinyModel({ root: 'dist' });
  try {
    await page.goto(facet.url);
    const dialog = await openModels(page);
    const names = ['model.json', 'model.safetensors', 'tokenizer.json', 'tokenizer_config.json'];
    const files = await Promise.all(
      names.map(async (name) => ({
        name,
        text: (await readFile(join(folder, name))).toString('base64'),
      })),
    );
    const data = await page.evaluateHandle((given) => {
      const transfer = new DataTransfer();
      for (const { name, text } of given) {
        const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
        transfer.items.add(new File([bytes], name));
      }
      return transfer;
    }, files);
    await dialog.dispatchEvent('drop', { dataTransfer: data });
    const plan = page.getByTestId('import-plan');
    await expect(plan).toContainText('quantised already');
    await expect(plan.getByRole('radio')).toHaveCount(1);
    await page.getByTestId('import-start').click();
    await expect(page.getByTestId('import-done')).toContainText('written');
    await dialog.getByText('Not now').click();

    await dialog.getByText('An address').click();
    await page.getByTestId('folder-url').fill(`${hub.url}/facet/written/resolve/main/`);
    await page.getByTestId('inspect').click();
    await page.getByTestId('import-start').click();
    await page.getByTestId('use-now').click();
    await page.keyboard.press('Escape');
    await panelsReady(page);
    await expect(page.getByTestId('model-pill')).toContainText('written');
  } finally {
    await facet.close();
  }
});
