import { expect, test } from 'vitest';
import { item, markedUp as items, plotTheme as theme } from '../../../testing/plots.ts';
import { pixelPlaces } from './canvas.ts';
import {
  clusterMembers,
  MAP_MARGIN,
  type MapPicture,
  mapFigure,
  mapTraces,
  wholeView,
} from './figure.ts';

const size = { width: 600, height: 400 };
const map: MapPicture = {
  items: [...items, item(1, 'four', 'B')],
  marks: { k: 2, assignments: Int32Array.of(0, 1, 0, 1) },
  coordinates: Float32Array.of(0, 0, 1, 1, 2, 2, 3, 3),
};
const whole = wholeView([map.coordinates]);

test('no text of the user reaches Plotly, which would read it as markup', () => {
  const figure = mapFigure(map, mapTraces(map), whole, theme, size, true);
  expect(JSON.stringify(figure)).not.toMatch(/two|three|[<>]/);
});

test('a trace of the map is a cluster of one group', () => {
  expect(clusterMembers(map.marks)).toEqual([
    [0, 2],
    [1, 3],
  ]);
  expect(mapTraces(map)).toEqual([
    { cluster: 0, place: 'A', members: [0, 2] },
    { cluster: 1, place: 'A', members: [1] },
    { cluster: 1, place: 'B', members: [3] },
  ]);
  // Plotly finds what the pointer is on by these, in the same order.
  const { data } = mapFigure(map, mapTraces(map), whole, theme, size, true);
  expect(data[0]).toMatchObject({ x: [0, 2], y: [0, 2], mode: 'none' });
  expect(data[2]).toMatchObject({ x: [3], y: [3] });
});

test('every point is inside the axes that Plotly is given, where the canvas draws it', () => {
  const { layout } = mapFigure(map, mapTraces(map), whole, theme, size, true);
  const view = whole;
  expect(layout.xaxis?.range).toEqual(view.x);
  expect(layout.yaxis?.range).toEqual(view.y);
  const places = pixelPlaces(map.coordinates, view, size);
  expect(places).toHaveLength(4);
  for (const [x, y] of places) {
    expect(x).toBeGreaterThan(MAP_MARGIN.l);
    expect(x).toBeLessThan(size.width - MAP_MARGIN.r);
    expect(y).toBeGreaterThan(MAP_MARGIN.t);
    expect(y).toBeLessThan(size.height - MAP_MARGIN.b);
  }
  // Upwards on the map is upwards on the screen.
  expect(places[3]![0]).toBeGreaterThan(places[0]![0]);
  expect(places[3]![1]).toBeLessThan(places[0]![1]);
  // Panning by half of what is in sight moves the points by half of the axis.
  const half = (view.x[1] - view.x[0]) / 2;
  const panned = { ...view, x: [view.x[0] + half, view.x[1] + half] as const };
  const axis = size.width - MAP_MARGIN.l - MAP_MARGIN.r;
  expect(pixelPlaces(map.coordinates, panned, size)[0]![0]).toBeCloseTo(places[0]![0] - axis / 2);
});

test('texts that coincide lie in the middle of the map', () => {
  const alike = { ...map, coordinates: new Float32Array(8) };
  const [x, y] = pixelPlaces(alike.coordinates, wholeView([alike.coordinates]), size)[0]!;
  expect(x).toBeCloseTo((size.width + MAP_MARGIN.l - MAP_MARGIN.r) / 2);
  expect(y).toBeCloseTo((size.height + MAP_MARGIN.t - MAP_MARGIN.b) / 2);
});
