import { expect, it } from 'vitest';
import { count, item, still, plotTheme as theme } from '../../../testing/plots.ts';
import { mapPicture } from './picture.ts';

it('a map has a mark for each text, open for group B, and its legend', async () => {
  const picture = {
    items: [item(1, 'one'), item(2, 'two'), item(1, 'three', 'B')],
    marks: { k: 2, assignments: Int32Array.of(0, 1, 1) },
    coordinates: Float32Array.of(0, 0, 1, 0, 0, 1),
  };
  const legend = [
    { mark: 1, name: 'account', size: 2 },
    { mark: 0, name: 'cancel · please', size: 1 },
  ];
  const { body } = await mapPicture(
    [{ caption: '', picture, legend, scale: null }],
    { x: [-1, 2], y: [-1, 2] },
    theme,
    still,
  );
  const svg = body.join('');
  expect(count(svg, /<path /g)).toBe(3 + 2);
  expect(count(svg, /fill="#ffffff" stroke="#e69f00"/g)).toBe(1);
  for (const text of ['A1', 'A2', 'B1', 'cancel · please, 1', 'account, 2']) {
    expect(svg).toContain(`>${text}</text>`);
  }
});

it('a picture names the twelve largest of many marks and how many others there are, in the room of a few lines', async () => {
  const picture = {
    items: [item(1, 'one')],
    marks: { k: 150, assignments: Int32Array.of(0) },
    coordinates: Float32Array.of(0, 0),
  };
  const legend = Array.from({ length: 150 }, (_, mark) => ({
    mark,
    name: `label ${mark}`,
    size: 2,
  }));
  const drawn = (entries: typeof legend) =>
    mapPicture(
      [{ caption: '', picture, legend: entries, scale: null }],
      { x: [-1, 2], y: [-1, 2] },
      theme,
      still,
    );
  const { body, height } = await drawn(legend);
  const svg = body.join('');
  expect(svg).toContain('>label 11, 2</text>');
  expect(svg).not.toContain('label 12,');
  expect(svg).toContain('>138 others, 276</text>');
  expect(height).toBeLessThan(620);
  // One more than is listed is named: "1 others" would take as much room.
  expect((await drawn(legend.slice(0, 13))).body.join('')).toContain('>label 12, 2</text>');
});
