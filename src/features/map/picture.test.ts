import { expect, it } from 'vitest';
import type { PlacedText } from '../../app/results.ts';
import type { PlotTheme } from '../../widgets/plot/theme.ts';
import { mapPicture } from './picture.ts';

const theme: PlotTheme = {
  ...{ ink: '#111111', muted: '#666666', line: '#dddddd', surface: '#ffffff', accent: '#2150d6' },
  font: 'Inter',
  scale: ['#ffffff', '#000000'],
  diverging: ['#aa0000', '#bb0000', '#ffffff', '#0000bb', '#0000aa'],
  clusters: ['#0072b2', '#e69f00'],
};
const item = (number: number, text: string, place: PlacedText['place'] = 'A'): PlacedText => ({
  id: `${place}${number}`,
  text,
  place,
  number,
});
const count = (svg: string, what: RegExp) => [...svg.matchAll(what)].length;

it('a map has a mark for each text, open for group B, and its legend', () => {
  const picture = {
    items: [item(1, 'one'), item(2, 'two'), item(1, 'three', 'B')],
    marks: { k: 2, assignments: Int32Array.of(0, 1, 1) },
    coordinates: Float32Array.of(0, 0, 1, 0, 0, 1),
  };
  const { body } = mapPicture(
    [{ caption: '', picture, legend: ['cancel · please', 'account'] }],
    { x: [-1, 2], y: [-1, 2] },
    theme,
  );
  const svg = body.join('');
  expect(count(svg, /<path /g)).toBe(3 + 2);
  expect(count(svg, /fill="#ffffff" stroke="#e69f00"/g)).toBe(1);
  for (const text of ['A1', 'A2', 'B1', 'cancel · please', 'account']) {
    expect(svg).toContain(`>${text}</text>`);
  }
});
