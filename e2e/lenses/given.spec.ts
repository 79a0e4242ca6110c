/** Vectors that another program computed, beside the page's own lenses. */
import { expect, panelsReady, pasteTexts, test } from '../fixtures.ts';

/** NumPy's file of float32 [rows, 2]. */
function npy(rows: readonly (readonly [number, number])[]): Buffer {
  const dictionary = `{'descr': '<f4', 'fortran_order': False, 'shape': (${rows.length}, 2), }`;
  const head = Buffer.from(`\x93NUMPY\x01\x00v\x00${dictionary.padEnd(117)}\n`, 'latin1');
  return Buffer.concat([head, Buffer.from(Float32Array.from(rows.flat()).buffer)]);
}

const file = (name: string, rows: readonly (readonly [number, number])[]) => ({
  ...{ name, mimeType: 'application/octet-stream', buffer: npy(rows) },
});

test('vectors of a file are a lens: refused by their shape, shown, refused as a ranking, there after a reload', async ({
  page,
  facet,
  complaints,
}) => {
  await page.goto(facet.url);
  await panelsReady(page);
  await page.getByRole('button', { name: 'Remove all of group A' }).click();
  await page.getByRole('tab', { name: /^B/ }).click();
  await page.getByRole('button', { name: 'Remove all of group B' }).click();
  await page.getByRole('tab', { name: /^A/ }).click();
  await pasteTexts(page, ['red', 'green', 'blue', 'grey']);
  const input = page.getByTestId('vectors-file');
  await input.setInputFiles(file('short.npy', [[1, 0]]));
  await expect(page.getByTestId('toast')).toContainText(
    'shape [1, 2]; expected [4, values] for the texts',
  );

  await input.setInputFiles(
    file('colours.npy', [
      [1, 0],
      [0, 1],
      [0.6, 0.8],
      [-1, 0],
    ]),
  );
  await expect(page.getByTestId('lens')).toHaveCount(4);
  await expect(page.getByTestId('given-note')).toContainText('2 values a text');
  await panelsReady(page);
  const similarity = page.getByTestId('panel-similarity');
  await similarity.getByRole('button', { name: 'Show similarity as a table' }).click();
  // The cosine of “red” and “blue” is as the file has it.
  await expect(similarity.getByRole('table').last()).toContainText('0.600');
  await expect(page.getByTestId('panel-retrieval')).toContainText('come from a file');

  await page.reload();
  await panelsReady(page);
  await expect(page.getByTestId('panel-map')).not.toContainText('come from a file');
  const first = page.getByTestId('text-row').first();
  await expect(first).toContainText('red');
  expect(complaints).toEqual([]);
});
