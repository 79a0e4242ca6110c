import { expect, test } from 'vitest';
import { count, item, plotTheme, still } from '../../../testing/plots.ts';
import { contrast } from '../../widgets/plot/contrast.ts';
import { byColumn } from '../../workspace/saved-view.ts';
import type { GroupedText } from '../../workspace/workspace.ts';
import { colouringOf, paintOf, shownValues } from './colouring.ts';
import { columnUse } from './columns.ts';
import { mapTraces, scaleMarks } from './figure.ts';
import { mapPicture } from './picture.ts';
import type { MapSide } from './result.ts';
import type { Scores } from './scores.ts';
import { mapRows } from './table.ts';
import { valueColour } from './value-scale.ts';

const columns = ['year', 'day', 'source', 'id', 'gone'];
const rows: readonly (readonly (string | null)[])[] = [
  ['2019', '2024-01-31', 'web', 'a1', ''],
  ['2024', '2024-03-01T10:00', 'mail', 'a2', null],
  [' ', '2024-02-01', 'web', 'a3', ''],
  ['2021.5', 'soon', '<b>fax</b>', 'a4', ''],
];
const items = rows.map((_, i) => item(i + 1, `text ${i}`));
const texts = rows.map(
  (cells, i): GroupedText => ({ id: items[i]!.id, text: items[i]!.text, group: 'A', cells }),
);
const workspace = { texts, columns };
const by = (column: string, of: Parameters<typeof colouringOf>[2] = workspace) =>
  colouringOf({ mapColour: 'clusters', mapBy: byColumn(column) }, items, of, null);
const side: MapSide = {
  lens: 'one',
  clusters: {
    ...{ algorithm: 'k-means', k: 1, inertia: 0, silhouette: 0 },
    assignments: new Int32Array(4),
  },
  coordinates: Float32Array.of(0, 0, 1, 0, 0, 1, 1, 1),
  ...{ terms: [], gold: null, onEarlier: null },
};

test('what a column can colour by is told from its cells; labels are classes though they are numbers', () => {
  const many = (cell: (i: number) => string, facets: string[] = []) =>
    columnUse(
      {
        texts: Array.from({ length: 5000 }, (_, i) => ({
          ...{ id: `${i}`, text: 'x', group: 'A' as const },
          cells: [cell(i)],
        })),
        columns: ['c'],
        facets,
      },
      'c',
    );
  expect(columns.map((column) => columnUse(workspace, column))).toEqual([
    ...['number', 'classes', 'classes', 'classes', 'empty'],
  ]);
  expect(many((i) => `id ${i}`)).toBe('unique');
  expect(many((i) => `word ${i % 900}`)).toBe('classes');
  expect(many((i) => `${i % 2}`)).toBe('number');
  expect(many((i) => `${i % 2}`, ['c'])).toBe('classes');
  expect(many((i) => `2024-01-0${1 + (i % 9)}`)).toBe('date');
});

test('a column of numbers is a scale from its lowest to its highest; a blank cell has no value', () => {
  const paint = paintOf(by('year'), side, 0);
  expect(paint.scale).toEqual({ name: 'year', low: '2019', high: '2024', none: 1 });
  const { assignments, k, steps } = paint.marks;
  expect(k).toBe(steps! + 1);
  expect([assignments[0], assignments[1], assignments[2]]).toEqual([1, steps, 0]);
  expect(assignments[3]).toBe(1 + Math.floor(0.5 * steps!));
  // What has no value is drawn first, below the others.
  expect(mapTraces({ items, marks: paint.marks })[0]).toMatchObject({ cluster: 0, members: [2] });
  const [value] = shownValues(by('year'));
  expect(items.map((_, i) => value!.of(i))).toEqual(['2019', '2024', '', '2021.5']);
});

test('dates are a scale of days, with the time of day where all are near each other', () => {
  const dated = (...cells: string[]) => ({
    columns: ['day'],
    texts: cells.map((cell, i): GroupedText => ({ ...texts[i]!, cells: [cell] })),
  });
  const far = dated('2024-01-31', '2024-03-01T10:00', '2024-02-01', '2023-12-31T23:00+02:00');
  expect(paintOf(by('day', far), side, 0).scale).toMatchObject({
    ...{ low: '2023-12-31', high: '2024-03-01', none: 0 },
  });
  const near = dated('2024-01-31 08:30', '2024-01-31T10:00Z', '2024-01-31 09:00', '');
  expect(paintOf(by('day', near), side, 0).scale).toMatchObject({
    ...{ low: '2024-01-31 08:30', high: '2024-01-31 10:00', none: 1 },
  });
});

test('a column of words has a mark for each value, the largest first; a column that is gone leaves the clusters', () => {
  const { legend, scale } = paintOf(by('source'), side, 0);
  expect(scale).toBeNull();
  expect(legend.map(({ name, size }) => [name, size])).toEqual([
    ['web', 2],
    ['mail', 1],
    ['<b>fax</b>', 1],
  ]);
  expect(by('nowhere')).toEqual({ kind: 'clusters' });
  expect(by('gone')).toEqual({ kind: 'clusters' });
});

test('scores of the query are on one scale under both lenses, and wait until they are there', () => {
  const shown = { mapColour: 'labels', mapBy: 'score' } as const;
  expect(colouringOf(shown, items, workspace, null).kind).toBe('waiting');
  const scores: Scores = {
    query: item(2, 'Where is it?', 'Q'),
    items,
    sides: [Float32Array.of(0.5, 0.75, 0.25, Number.NaN), Float32Array.of(0, 0.5, 1, 0.5)],
  };
  const colouring = colouringOf(shown, items, workspace, scores);
  expect(paintOf(colouring, side, 0).scale).toEqual({
    ...{ name: 'Cosine to Q2: Where is it?', low: '0.000', high: '1.000', none: 1 },
  });
  const [first, second] = [0, 1].map((index) => paintOf(colouring, side, index).marks);
  expect(first!.assignments[0]).toBe(second!.assignments[1]);
  expect(shownValues(colouring).map(({ side: of }) => of)).toEqual([0, 1]);
  // A text that was edited since has no score.
  const edited = items.map((each, i) => (i === 1 ? { ...each, text: 'other' } : each));
  const stale = paintOf(colouringOf(shown, edited, workspace, scores), side, 0);
  expect(stale.marks.assignments[1]).toBe(0);
});

test('values that are all one are of one colour, and of no values none', () => {
  expect([...scaleMarks(Float64Array.of(3, 3), 3, 3).assignments]).toEqual([1, 1]);
  const none = Float64Array.of(Number.NaN, Number.NaN);
  expect([...scaleMarks(none, Number.NaN, Number.NaN).assignments]).toEqual([0, 0]);
});

test('every colour of the scale stands out from the ground by 3 to 1, in both themes, and higher values more', () => {
  const rgb = (hex: string) =>
    [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16)) as [number, number, number];
  // A build shortens the white of the tokens.
  expect(valueColour({ surface: '#fff' }, 0.4)).toBe(valueColour({ surface: '#ffffff' }, 0.4));
  for (const surface of ['#ffffff', '#161920']) {
    const ratios = Array.from({ length: 33 }, (_, i) =>
      contrast(rgb(valueColour({ surface }, i / 32)), rgb(surface)),
    );
    expect(Math.min(...ratios)).toBeGreaterThan(3);
    expect(ratios.every((ratio, i) => i === 0 || ratio > ratios[i - 1]!)).toBe(true);
  }
});

test('picture and table have the values: a bar between the ends, and a column', async () => {
  const colouring = by('year');
  const { marks, legend, scale } = paintOf(colouring, side, 0);
  const picture = { items, marks, coordinates: side.coordinates };
  const { body } = await mapPicture(
    [{ caption: '', picture, legend, scale }],
    { x: [-1, 2], y: [-1, 2] },
    plotTheme,
    still,
  );
  const svg = body.join('');
  for (const words of ['year', '2019', '2024', 'No value, 1']) {
    expect(svg).toContain(`>${words}</text>`);
  }
  expect(svg).toContain(`fill="${valueColour(plotTheme, 1)}"`);
  expect(count(svg, /<rect /g)).toBe(1 + 60);

  const result = { items, without: [], projection: 'pca', sides: [side], moves: null } as const;
  const table = await mapRows(result, () => 'Topic', still, shownValues(colouring));
  expect(table[0]!.slice(0, 4)).toEqual(['Name', 'Text', 'Label', 'year']);
  expect(table.slice(1).map((row) => row[3])).toEqual(['2019', '2024', '', '2021.5']);
});
