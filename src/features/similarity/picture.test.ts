import { expect, it } from 'vitest';
import { count, item, plotTheme as theme } from '../../../testing/plots.ts';
import type { Cells } from './cells.ts';
import { matrixPicture } from './picture.ts';

it('a matrix has a cell, a number and a label for each value that is there', () => {
  const cells: Cells = {
    rows: [item(1, 'one'), item(2, 'two')],
    columns: [item(1, 'x', 'B'), item(2, 'y', 'B'), item(3, 'z', 'B')],
    self: false,
    values: Float32Array.of(0, 0.5, 1, 0.25, Number.NaN, 0.75),
    range: [0, 1],
    diverging: false,
    quantity: 'cosine',
    none: () => '–',
    format: (value) => value.toFixed(2),
  };
  const { body, width, height } = matrixPicture([{ cells, caption: 'Topic' }], theme);
  const svg = body.join('');
  expect(count(svg, /<rect /g)).toBe(5 + 48);
  for (const text of ['one', 'two', 'A1', 'B3', '0.75', '–', 'Topic', 'cosine']) {
    expect(svg).toContain(`>${text}</text>`);
  }
  expect(svg).toContain('fill="#ffffff"');
  expect(svg).toContain('fill="#000000"');
  expect(width).toBeGreaterThan(300);
  expect(height).toBeGreaterThan(80);
  const two = matrixPicture(
    [
      { cells, caption: '' },
      { cells, caption: '' },
    ],
    theme,
  );
  expect(two.width).toBeGreaterThan(2 * width);
});
