/** What leaves the page for other programs. */
import { readFile } from 'node:fs/promises';
import type { Download, Page } from '@playwright/test';
import { expect, panelsReady, test } from '../fixtures.ts';

/** Presses Download, and takes `count` files. */
async function downloads(page: Page, count: number): Promise<Map<string, Buffer>> {
  const taken: Download[] = [];
  const all = new Promise<void>((resolve) => {
    page.on('download', (download) => taken.push(download) === count && resolve());
  });
  await page.getByTestId('export-download').click();
  await all;
  page.removeAllListeners('download');
  return new Map(
    await Promise.all(
      taken.map(
        async (each) => [each.suggestedFilename(), await readFile(await each.path())] as const,
      ),
    ),
  );
}

const rowsOf = (bytes: Buffer) =>
  bytes
    .toString()
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));

test('vectors and ranks are downloaded with their manifest', async ({
  page,
  facet,
  complaints,
}) => {
  await page.goto(facet.url);
  await panelsReady(page);
  await page.getByTestId('workspace-menu').click();
  await page.getByTestId('export').click();
  const dialog = page.getByTestId('export-dialog');
  await expect(dialog).toContainText('float32 to the bit');
  // A lens that is not shown is embedded first.
  for (const box of await dialog.getByRole('checkbox').all()) await box.check();
  const lenses = (await dialog.getByRole('checkbox').count()) - 1;
  await page.getByTestId('export-format').selectOption('npy');
  const files = await downloads(page, lenses + 2);
  const manifest = JSON.parse(
    [...files].find(([name]) => name.endsWith('.manifest.json'))![1].toString(),
  );
  expect(manifest.lenses).toHaveLength(lenses);
  expect(manifest.model).toMatchObject({ precision: 'int8', dimensions: expect.any(Number) });
  const rows = rowsOf([...files].find(([name]) => name.endsWith('.rows.jsonl'))![1]);
  expect(rows.length).toBeGreaterThan(3);
  expect(rows[0]).toMatchObject({ id: expect.any(String), text: expect.any(String) });
  expect(Object.keys(rows[0]).some((name) => name.startsWith('cluster_'))).toBe(true);
  for (const [name, bytes] of files) {
    if (!name.endsWith('.npy')) continue;
    const head = bytes.subarray(10, 10 + bytes.readUInt16LE(8)).toString();
    expect(head).toContain(`'shape': (${rows.length}, ${manifest.model.dimensions})`);
    const at = 10 + bytes.readUInt16LE(8);
    expect(bytes.length - at).toBe(4 * rows.length * manifest.model.dimensions);
    const first = Array.from({ length: manifest.model.dimensions }, (_, i) =>
      bytes.readFloatLE(at + 4 * i),
    );
    expect(Math.hypot(...first)).toBeGreaterThan(0.5);
  }

  await page.getByTestId('export-what').selectOption('ranks');
  await page.getByTestId('export-format').selectOption('trec');
  const runs = await downloads(page, manifest.lenses.length > 1 ? 3 : 2);
  const [run] = [...runs].find(([name]) => name.endsWith('.trec'))!.slice(1) as [Buffer];
  expect(run.toString().split('\n')[0]).toMatch(/^\S+ Q0 \S+ 1 -?[\d.]+ facet-\S+$/);
  expect(complaints).toEqual([]);
});
