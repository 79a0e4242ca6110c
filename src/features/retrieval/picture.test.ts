import { expect, it } from 'vitest';
import { count, item, plotTheme as theme } from '../../../testing/plots.ts';
import { rankingPicture } from './picture.ts';
import type { Ranked } from './ranks.ts';

it('two rankings are joined by a line for each document of either', () => {
  const ranked = (...numbers: number[]): Ranked[] =>
    numbers.map((number, i) => ({
      document: item(number, `document ${number}`, 'D'),
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
});
