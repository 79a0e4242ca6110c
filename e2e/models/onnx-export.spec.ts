/** "Export as ONNX…": the files are those of the command, as an archive and in a folder. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { memorySource } from '../../src/checkpoint/source.ts';
import { openZip } from '../../src/checkpoint/zip.ts';
import { sha256 } from '../../src/lib/sha256.ts';
import { runScript } from '../../testing/commands.ts';
import { expect, panelsReady, TINY_MODEL, test } from '../fixtures.ts';
import { openModels } from './importing.ts';

const BASE = 'facet-mini-int8-onnx';

test('a model is exported as ONNX, the same bytes as by the command', async ({
  page,
  facet,
  complaints,
}) => {
  await page.addInitScript(() => {
    // A test cannot answer the browser's own dialog: the folder that it gives is one of the page's.
    Object.assign(globalThis, {
      showDirectoryPicker: async () =>
        (await navigator.storage.getDirectory()).getDirectoryHandle('chosen', { create: true }),
    });
  });
  await page.goto(facet.url);
  await panelsReady(page);
  const dialog = await openModels(page);
  await dialog.getByRole('button', { name: 'Export facet-mini, int8, as ONNX…' }).click();
  await expect(dialog.getByRole('radio', { name: 'int8' })).toBeChecked();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByTestId('onnx-download').click(),
  ]);
  expect(download.suggestedFilename()).toBe(`${BASE}.zip`);
  await expect(page.getByTestId('onnx-checked')).toContainText('lowest canary cosine 1.0000');

  const scratch = mkdtempSync(join(tmpdir(), 'facet-e2e-onnx-'));
  try {
    const command = await runScript('src/cli/model.ts', [TINY_MODEL, '--onnx', join(scratch, 'x')]);
    expect(command.code, command.stderr).toBe(0);
    const expected: Record<string, string> = {};
    for (const name of readdirSync(join(scratch, 'x'))) {
      expected[name] = await sha256(new Uint8Array(readFileSync(join(scratch, 'x', name))));
    }
    const bytes = new Uint8Array(await readFile(await download.path()));
    const zip = await openZip(memorySource(BASE, bytes));
    const sums: Record<string, string> = {};
    for (const [name, size] of zip.sizes) {
      sums[name.slice(BASE.length + 1)] = await sha256(await zip.read(name, 0, size));
    }
    expect(sums).toEqual(expected);

    await page.getByRole('button', { name: 'Done' }).click();
    await dialog.getByRole('button', { name: 'Export facet-mini' }).click();
    await page.getByTestId('onnx-folder').click();
    await expect(page.getByTestId('onnx-done')).toContainText(`${BASE}: 6 files`);
    const written = await page.evaluate(async (base) => {
      const root = await navigator.storage.getDirectory();
      const folder = await (await root.getDirectoryHandle('chosen')).getDirectoryHandle(base);
      const found: Record<string, string> = {};
      for await (const [name, handle] of folder.entries()) {
        const content = await (await (handle as FileSystemFileHandle).getFile()).arrayBuffer();
        const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', content));
        found[name] = Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
      }
      return found;
    }, BASE);
    expect(written).toEqual(expected);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
  expect(complaints).toEqual([]);
});
