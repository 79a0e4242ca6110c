import { describe, expect, it } from 'vitest';
import type { PlotTheme } from './plot/theme.ts';
import { element, linesOf, svgDocument, textAt } from './svg.ts';
import { toTsv } from './tsv.ts';

const theme: PlotTheme = {
  ...{ ink: '#111111', muted: '#666666', line: '#dddddd', surface: '#ffffff', accent: '#2150d6' },
  font: 'Inter',
  scale: ['#ffffff', '#000000'],
  diverging: ['#aa0000', '#bb0000', '#ffffff', '#0000bb', '#0000aa'],
  clusters: ['#0072b2', '#e69f00'],
};
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
    expect(textAt(0, 0, '🙂'.repeat(50), { room: 68 })).toContain(`>${'🙂'.repeat(3)}…</text>`);
    // Thirty narrow characters take the room of ten wide ones.
    expect(textAt(0, 0, 'illi'.repeat(8), { room: 130 })).toContain(`>${'illi'.repeat(8)}</text>`);
    expect(textAt(0, 0, ' a\n b ')).toContain('>a b</text>');
  });

  it('cuts a text of megabytes without reading all of it', () => {
    const text = `${' '.repeat(1000)}${'some words '.repeat(500_000)}`;
    const began = performance.now();
    for (let i = 0; i < 200; i++) expect(textAt(0, 0, text, { room: 67 })).toMatch(/>some wo\w*…</);
    expect(performance.now() - began).toBeLessThan(500);
  });

  it('breaks a title and notes into lines, of which the last is cut', () => {
    const text =
      'Which documents say how a refund is asked for, and by when it has to be asked for? ';
    const lines = linesOf(text, { room: 200, size: 12, most: 9 });
    expect(lines.join(' ')).toBe(text.trim());
    expect(lines.length).toBeGreaterThan(1);
    const cut = linesOf(text.repeat(9), { room: 200, size: 12, most: 2 });
    expect(cut).toHaveLength(2);
    expect(cut[1]!.endsWith('…')).toBe(true);
    expect(linesOf('x'.repeat(90), { room: 120, size: 12, most: 2 })[0]!.length).toBeGreaterThan(
      10,
    );
    const picture = { title: text.trim(), notes: [], width: 300, height: 10, body: [] };
    const svg = svgDocument(picture, theme);
    expect(svg.match(/<text/g)!.length).toBeGreaterThan(1);
    expect(svg).not.toContain('…');
  });

  it('rounds numbers', () => {
    expect(element('rect', { x: 1 / 3 })).toBe('<rect x="0.33"/>');
  });
});

describe('TSV', () => {
  it('cuts a cell at what spreadsheets take', () => {
    const [cell] = toTsv([['x'.repeat(5_000_000)]]).split('\t');
    expect(cell).toHaveLength(32_766);
    expect(cell!.endsWith('x…')).toBe(true);
  });

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

  it.each([
    ...['=1', '+1', '-1', '@A1', '\ta', '\ra', '\na', '\n=1', '\r\n=1'],
    ...['＝1', '＋1', '－1', '＠A1', '﹦1', '−1'],
    ...[' =1', '\u00a0=1', '\u3000＝1', '\ufeff=1', '\u200b=1', '\u0000=1', '\v=1', ' \t -1'],
  ])('%j gets an apostrophe in front, so that no spreadsheet computes it', (text) => {
    expect(toTsv([[text]]).replace(/^"/, '')).toMatch(/^'/);
  });

  it.each(['', ' ', 'a=1', '1-1', '(-1)', 'é', '1', ' a', '日本', '#ref', '🙂 =1'])(
    '%j stays as it is',
    (text) => {
      expect(toTsv([[text]])).toBe(text);
    },
  );
});
