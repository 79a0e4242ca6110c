import { expect, it } from 'vitest';
import { count, item, plotTheme as theme } from '../../../testing/plots.ts';
import { svgDocument } from '../../widgets/svg.ts';
import { rankingPicture } from './picture.ts';
import type { Ranked } from './ranks.ts';

it('two rankings are joined by a line for each document of either', () => {
  const ranked = (...numbers: number[]): Ranked[] =>
    numbers.map((number, i) => ({
      document: item(number, `document ${number}`, 'D'),
      key: `${number}`,
      name: `D${number}`,
      rank: i + 1,
      score: 1 - i / 10,
    }));
  const { body } = rankingPicture(
    [
      { caption: 'Topic', ranked: ranked(1, 2, 3) },
      { caption: 'Action', ranked: ranked(3, 1, 4) },
    ],
    theme,
  );
  const svg = body.join('');
  expect(count(svg, /<path /g)).toBe(4);
  expect(svg).toContain('>▲2</text>');
  expect(svg).toContain('>▼1</text>');
  // No line crosses a figure: the figures are drawn last, on a margin of the ground's colour.
  expect(svg.indexOf('▲2')).toBeGreaterThan(svg.lastIndexOf('<path '));
  expect(svg).toMatch(/stroke="#ffffff"[^>]*>▲2</);
});

it('a picture of one ranking shows long documents and the whole query where there is room', () => {
  const text =
    'To ask for a refund, write to the desk within thirty days and name the number of the order, which stands on the slip.';
  const ranked = [{ document: item(1, text, 'D'), key: '1', name: 'D1', rank: 1, score: 0.5 }];
  const { body, width } = rankingPicture([{ caption: '', ranked }], theme);
  expect(body.join('')).not.toContain('…');
  const title =
    '“Until when can I ask for a refund of an order that came late, and whom do I ask?”';
  const svg = svgDocument({ title, notes: [], width, height: 10, body }, theme);
  expect(svg).toContain('whom do I ask?”</text>');
});
