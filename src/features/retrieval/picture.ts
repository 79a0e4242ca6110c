import type { PlotTheme } from '../../widgets/plot/theme.ts';
import { element, linesOf, type Markup, textAt } from '../../widgets/svg.ts';
import {
  formatScore,
  isUnranked,
  type Ranked,
  rankChanges,
  rankName,
  rise,
  riseAsSign,
} from './ranks.ts';
import type { RankedBy } from './result.ts';

/** Height in pixels of a row with one line, and of each further line. */
const ROW = 34;
const LINE = 16;
/** Width in pixels of a single ranking, and of each of two. */
const ALONE = 760;
const BESIDE = 460;
/** Most lines that a document gets. */
const MOST_LINES = 2;
const BAND = 80;
const TOP = 24;

/** The ranking of one query under one lens, or under two joined by lines. Returns its size in pixels. */
export function rankingPicture(
  sides: readonly { readonly caption: string; readonly ranked: readonly Ranked[] }[],
  theme: PlotTheme,
  by: RankedBy = 'vectors',
): { width: number; height: number; body: Markup[] } {
  const rows = Math.max(...sides.map(({ ranked }) => ranked.length));
  const width = sides.length === 1 ? ALONE : BESIDE;
  const columns = sides.map(({ caption, ranked }) => ({
    caption,
    rows: ranked.map((each) => ({ ...each, lines: linesIn(each.document.text, width) })),
  }));
  // Rows of one height let the lines between two columns join equal ranks.
  const lines = Math.max(1, ...columns.flatMap(({ rows }) => rows.map((row) => row.lines.length)));
  const height = ROW + (lines - 1) * LINE;
  const body = columns.map(({ caption, rows }, index) =>
    element(
      'g',
      { transform: `translate(${index * (width + BAND)} 0)` },
      ...column({ caption, rows, width, height, by }, theme),
    ),
  );
  const marks: Markup[] = [];
  const [first, second] = sides;
  if (first !== undefined && second !== undefined) {
    for (const change of rankChanges(first.ranked, second.ranked)) {
      if (isUnranked(change)) continue;
      const y = (ranked: Ranked | null) => TOP + ((ranked?.rank ?? rows + 1) - 0.5) * height;
      const [from, to] = [y(change.before), y(change.after)];
      const moved = Math.sign(rise(change));
      const mid = width + BAND / 2;
      body.push(
        element('path', {
          d: `M${width} ${from}C${mid} ${from} ${mid} ${to} ${width + BAND} ${to}`,
          fill: 'none',
          stroke:
            moved === 0 ? theme.muted : moved > 0 ? theme.diverging.at(-2)! : theme.diverging[1]!,
          'stroke-width': moved === 0 ? 1 : 2,
        }),
      );
      if (change.after !== null && moved !== 0) {
        marks.push(
          textAt(width + BAND - 4, to - 5, riseAsSign(change), {
            'text-anchor': 'end',
            'font-size': 10,
            fill: theme.muted,
            // A margin of the ground's colour keeps the lines off the figure.
            stroke: theme.surface,
            'stroke-width': 4,
            'stroke-linejoin': 'round',
            'paint-order': 'stroke',
          }),
        );
      }
    }
  }
  return {
    width: sides.length * (width + BAND) - BAND,
    height: TOP + (rows + (sides.length > 1 ? 1 : 0)) * height,
    body: [...body, ...marks],
  };
}

/** Breaks a document into lines that leave room for its number and its cosine. */
function linesIn(text: string, width: number): string[] {
  return linesOf(text, { room: width - 130, size: 12, most: MOST_LINES });
}

function column(
  {
    caption,
    rows,
    width,
    height,
    by,
  }: {
    readonly caption: string;
    readonly by: RankedBy;
    readonly rows: readonly (Ranked & { readonly lines: readonly string[] })[];
    readonly width: number;
    /** Height of a row. */
    readonly height: number;
  },
  theme: PlotTheme,
): Markup[] {
  const body: Markup[] = [];
  if (caption !== '') {
    const style = { 'font-weight': 600, fill: theme.ink };
    body.push(textAt(0, 12, caption, { ...style, room: width }));
  }
  for (const each of rows) {
    const { name, rank, score, lines } = each;
    const y = TOP + (rank - 1) * height;
    const bar = { x: 28, y: y + height - 13, height: 4 };
    const part = Math.max(0, Math.min(1, score || 0));
    body.push(
      textAt(18, y + 15, rankName(each), { 'text-anchor': 'end', fill: theme.muted }),
      ...lines.map((line, i) => textAt(28, y + 15 + i * LINE, line, { fill: theme.ink })),
      textAt(width - 62, y + 15, name, {
        'text-anchor': 'end',
        'font-size': 11,
        fill: theme.muted,
      }),
      textAt(width - 8, y + 15, formatScore(by, score), {
        'text-anchor': 'end',
        'font-weight': 600,
        fill: theme.ink,
      }),
      element('rect', { ...bar, width: width - 36, fill: theme.line }),
      element('rect', { ...bar, width: (width - 36) * part, fill: theme.accent }),
    );
  }
  return body;
}
