import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { colourAt, contrast, inkOn, type Rgb } from './contrast.ts';

/** A scale of both themes, as the stylesheet says. */
function scales(name: string, length: number): string[][] {
  const css = readFileSync(new URL('../../shell/styles/tokens.css', import.meta.url), 'utf8');
  const token = new RegExp(`--${name}-\\d: (#[0-9a-f]{6});`, 'g');
  const colours = [...css.matchAll(token)].map(([, colour]) => colour!);
  return [colours.slice(0, length), colours.slice(length)];
}

test.each([
  ['scale', 6],
  ['diverging', 7],
])('numbers can be read on every colour of %s in both themes', (name, length) => {
  for (const scale of scales(name, length)) {
    expect(scale).toHaveLength(length);
    for (let step = 0; step <= 200; step++) {
      const background = colourAt(scale, step / 200);
      const ink: Rgb = inkOn(background) === '#000000' ? [0, 0, 0] : [255, 255, 255];
      expect(contrast(background, ink)).toBeGreaterThanOrEqual(4.5);
    }
  }
});

test('blends between the two nearest colours and stays inside the scale', () => {
  const scale = ['#000000', '#640000', '#64c800'];
  expect(colourAt(scale, 0.25)).toEqual([50, 0, 0]);
  expect(colourAt(scale, 0.75)).toEqual([100, 100, 0]);
  expect(colourAt(scale, -1)).toEqual([0, 0, 0]);
  expect(colourAt(scale, 2)).toEqual([100, 200, 0]);
});

test('contrast is that of WCAG', () => {
  expect(contrast([0, 0, 0], [255, 255, 255])).toBeCloseTo(21);
  expect(contrast([118, 118, 118], [255, 255, 255])).toBeCloseTo(4.54, 2);
});
