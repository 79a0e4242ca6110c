import { expect, it } from 'vitest';
import { count, item, still, plotTheme as theme } from '../../../testing/plots.ts';
import type { Cells } from './cells.ts';
import { textLines } from './lines.ts';
import { matrixPicture } from './picture.ts';

it('a matrix has a cell, a number and a label for each value that is there', async () => {
  const cells: Cells = {
    rows: textLines([item(1, 'one'), item(2, 'two')]),
    columns: textLines([item(1, 'x', 'B'), item(2, 'y', 'B'), item(3, 'z', 'B')]),
    self: false,
    values: Float32Array.of(0, 0.5, 1, 0.25, Number.NaN, 0.75),
    range: [0, 1],
    diverging: false,
    quantity: 'cosine',
    none: () => '–',
    format: (value) => value.toFixed(2),
  };
  const { body, width, height } = await matrixPicture([{ cells, caption: 'Topic' }], theme, still);
  const svg = body.join('');
  expect(count(svg, /<rect /g)).toBe(5 + 48);
  for (const text of ['one', 'two', 'A1', 'B3', '0.75', '–', 'Topic', 'cosine']) {
    expect(svg).toContain(`>${text}</text>`);
  }
  expect(svg).toContain('fill="#ffffff"');
  expect(svg).toContain('fill="#000000"');
  expect(width).toBeGreaterThan(300);
  expect(height).toBeGreaterThan(80);
  const two = await matrixPicture(
    [
      { cells, caption: '' },
      { cells, caption: '' },
    ],
    theme,
    still,
  );
  expect(two.width).toBeGreaterThan(2 * width);
});

it('every row and column has its label, in a matrix of 200 rows', async () => {
  const many = Array.from({ length: 200 }, (_, i) => item(i + 1, `text ${i + 1}`));
  const rows = textLines(many);
  const cells: Cells = {
    ...{ rows, columns: rows.slice(0, 40), self: false, range: [0, 1], diverging: false },
    values: new Float32Array(200 * 40).fill(0.5),
    ...{ quantity: 'cosine', none: () => '–', format: (value) => value.toFixed(2) },
  };
  const svg = (await matrixPicture([{ cells, caption: '' }], theme, still)).body.join('');
  for (const { number } of many) {
    expect(svg).toContain(`>text ${number}</text>`);
    expect(count(svg, new RegExp(`>A${number}</text>`, 'g'))).toBe(number <= 40 ? 2 : 1);
  }
});
