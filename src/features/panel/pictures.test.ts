import { describe, expect, it } from 'vitest';
import type { Item } from '../../app/results.ts';
import type { PlotTheme } from '../../widgets/plot/theme.ts';
import { element, svgDocument, textAt } from '../../widgets/svg.ts';
import { toTsv } from '../../widgets/tsv.ts';
import { mapPicture } from '../map/picture.ts';
import { rankingPicture } from '../retrieval/picture.ts';
import type { Ranked } from '../retrieval/ranks.ts';
import type { Cells } from '../similarity/cells.ts';
import { matrixPicture } from '../similarity/picture.ts';

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

describe('SVG', () => {
  it('takes texts as data: no markup, no quotes, no characters XML lacks', () => {
    const svg = svgDocument(
      {
        title: '</title><script>alert(1)</script>',
        notes: ['"quoted" & <b>'],
        ...{ width: 300, height: 10 },
        body: [textAt(0, 0, 'zero\u0000 bell\u0007 half \ud800', { title: '"><img src=x>' })],
      },
      theme,
    );
    expect(svg).not.toMatch(/<script|<b>|<img/);
    for (const character of ['\u0000', '\u0007', '\ud800']) expect(svg).not.toContain(character);
    expect(svg).toContain('&lt;/title&gt;&lt;script&gt;');
    expect(svg).toContain('&quot;quoted&quot; &amp; &lt;b&gt;');
  });

  it('cuts a line to its room, by whole characters', () => {
    expect(textAt(0, 0, '🙂'.repeat(50), { room: 67 })).toContain(`>${'🙂'.repeat(8)}…</text>`);
    expect(textAt(0, 0, ' a\n b ')).toContain('>a b</text>');
  });

  it('rounds numbers', () => {
    expect(element('rect', { x: 1 / 3 })).toBe('<rect x="0.33"/>');
  });
});

describe('pictures', () => {
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

  it('a map has a mark for each text, open for group B, and its legend', () => {
    const picture = {
      items: [item(1, 'one'), item(2, 'two'), item(1, 'three', 'B')],
      marks: { k: 2, labels: Int32Array.of(0, 1, 1) },
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
});

describe('TSV', () => {
  it('quotes what would break cells, and makes no formulas', () => {
    expect(
      toTsv([
        ['Text', 'Cosine'],
        ['a\tb', -0.5],
        ['said "x"\nand more', Number.NaN],
        ['=1+1', 1e-7],
        ['-a', 2],
      ]),
    ).toBe('Text\tCosine\n"a\tb"\t-0.5\n"said ""x""\nand more"\t\n\'=1+1\t1e-7\n\'-a\t2');
  });
});
