/** Models kept in this browser: removed, and damaged on disk. */
import { panelsReady } from '../fixtures.ts';
import { expect, filesAtRest, importFromHub, openModels, test } from './importing.ts';

test('a model is removed, with undo until the message has gone', async ({ page, facet, hub }) => {
  await page.goto(facet.url);
  const dialog = await openModels(page);
  await importFromHub(page, hub, 'facet/tiny');
  await page.getByTestId('use-now').click();
  await expect(page.getByTestId('model-pill')).toContainText('tiny');

  await dialog.getByRole('button', { name: 'Remove tiny' }).click();
  await dialog.getByRole('button', { name: 'Undo' }).click();
  await expect(dialog.getByText('was removed')).toHaveCount(0);
  await expect(page.getByTestId('model-pill')).toContainText('tiny');
  expect(await filesAtRest(page)).not.toEqual([]);

  await dialog.getByRole('button', { name: 'Remove tiny' }).click();
  await expect(dialog.getByText('was removed')).toBeVisible();
  await expect(dialog.getByText('was removed')).toHaveCount(0, { timeout: 15_000 });
  expect(await filesAtRest(page)).toEqual([]);
  await page.reload();
  await panelsReady(page);
  await expect(page.getByTestId('model-pill')).toContainText('facet-mini');
});

test('a chosen model damaged on disk gives way to the built-in one, with the reason', async ({
  page,
  facet,
  hub,
}) => {
  await page.goto(facet.url);
  await openModels(page);
  await importFromHub(page, hub, 'facet/tiny');
  await page.getByTestId('use-now').click();
  await page.keyboard.press('Escape');
  await panelsReady(page);
  await page.evaluate(async () => {
    const root = await (await navigator.storage.getDirectory()).getDirectoryHandle('models');
    for await (const folder of root.values()) {
      for await (const entry of (folder as FileSystemDirectoryHandle).values()) {
        if (!entry.name.endsWith('.safetensors')) continue;
        const handle = entry as FileSystemFileHandle;
        const bytes = new Uint8Array(await (await handle.getFile()).arrayBuffer());
        bytes[bytes.length >> 1]! ^= 0xff;
        const writable = await handle.createWritable();
        await writable.write(bytes);
        await writable.close();
      }
    }
  });
  await page.reload();
  await panelsReady(page);
  await expect(page.getByTestId('model-pill')).toContainText('facet-mini');
  await expect(page.getByRole('note').filter({ hasText: 'could not be loaded' })).toContainText(
    /damaged in this browser; .*The built-in one is used/,
  );
  await page.reload();
  await panelsReady(page);
  await expect(page.getByText('could not be loaded')).toHaveCount(0);
});
