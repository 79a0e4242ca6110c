import { expect, it } from 'vitest';
import type { Item } from '../../app/results.ts';
import type { PlotTheme } from '../../widgets/plot/theme.ts';
import type { Cells } from './cells.ts';
import { matrixPicture } from './picture.ts';

const theme: PlotTheme = {
  ...{ ink: '#111111', muted: '#666666', line: '#dddddd', surface: '#ffffff', accent: '#2150d6' },
  font: 'Inter',
  scale: ['#ffffff', '#000000'],
  diverging: ['#aa0000', '#bb0000', '#ffffff', '#0000bb', '#0000aa'],
  clusters: ['#0072b2', '#e69f00'],
};
const item = (number: number, text: string, place: Item['place'] = 'A'): Item => ({
  id: `${place}${number}`,
  text,
  place,
  number,
});
const count = (svg: string, what: RegExp) => [...svg.matchAll(what)].length;

const still = async () => undefined;

it('a matrix has a cell, a number and a label for each value that is there', async () => {
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

it('a matrix of 150 rows still names them, as many as there is room for', async () => {
  const rows = Array.from({ length: 150 }, (_, i) => item(i + 1, `row ${i + 1}`));
  const columns = [item(1, 'x', 'B')];
  const cells: Cells = {
    ...{ rows, columns, self: false, diverging: false, quantity: 'cosine' },
    values: new Float32Array(150).fill(0.5),
    range: [0, 1],
    none: () => '–',
    format: (value) => value.toFixed(2),
  };
  const { body } = await matrixPicture([{ cells, caption: '' }], theme, still);
  const named = [...body.join('').matchAll(/>row (\d+)<\/text>/g)].map(([, number]) =>
    Number(number),
  );
  expect(named.length).toBeGreaterThanOrEqual(75);
  expect(named.slice(0, 2)).toEqual([1, 3]);
});
