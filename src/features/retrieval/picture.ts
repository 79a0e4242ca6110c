import { formatDecimal } from '../../widgets/format.ts';
import type { PlotTheme } from '../../widgets/plot/theme.ts';
import { element, type Markup, textAt } from '../../widgets/svg.ts';
import { isUnranked, type Ranked, rankChanges, rankName, rise, riseAsSign } from './ranks.ts';

const ROW = 34;
const COLUMN = 460;
const BAND = 80;
const TOP = 24;

/** The ranking of one query under one lens, or under two joined by lines. Returns its size in pixels. */
export function rankingPicture(
  sides: readonly { readonly caption: string; readonly ranked: readonly Ranked[] }[],
  theme: PlotTheme,
): { width: number; height: number; body: Markup[] } {
  const rows = Math.max(...sides.map(({ ranked }) => ranked.length));
  const body = sides.map(({ caption, ranked }, index) =>
    element(
      'g',
      { transform: `translate(${index * (COLUMN + BAND)} 0)` },
      ...column(caption, ranked, theme),
    ),
  );
  const [first, second] = sides;
  if (first !== undefined && second !== undefined) {
    for (const change of rankChanges(first.ranked, second.ranked)) {
      if (isUnranked(change)) continue;
      const y = (ranked: Ranked | null) => TOP + ((ranked?.rank ?? rows + 1) - 0.5) * ROW;
      const [from, to] = [y(change.before), y(change.after)];
      const moved = Math.sign(rise(change));
      const mid = COLUMN + BAND / 2;
      body.push(
        element('path', {
          d: `M${COLUMN} ${from}C${mid} ${from} ${mid} ${to} ${COLUMN + BAND} ${to}`,
          fill: 'none',
          stroke:
            moved === 0 ? theme.muted : moved > 0 ? theme.diverging.at(-2)! : theme.diverging[1]!,
          'stroke-width': moved === 0 ? 1 : 2,
        }),
      );
      if (change.after !== null && moved !== 0) {
        body.push(
          textAt(COLUMN + BAND - 4, to - 5, riseAsSign(change), {
            'text-anchor': 'end',
            'font-size': 10,
            fill: theme.muted,
          }),
        );
      }
    }
  }
  return {
    width: sides.length * (COLUMN + BAND) - BAND,
    height: TOP + (rows + (sides.length > 1 ? 1 : 0)) * ROW,
    body,
  };
}

function column(caption: string, ranked: readonly Ranked[], theme: PlotTheme): Markup[] {
  const body: Markup[] = [];
  if (caption !== '') body.push(textAt(0, 12, caption, { 'font-weight': 600, fill: theme.ink }));
  for (const each of ranked) {
    const { document, rank, score } = each;
    const y = TOP + (rank - 1) * ROW;
    const part = Math.max(0, Math.min(1, score || 0));
    body.push(
      textAt(18, y + 15, rankName(each), { 'text-anchor': 'end', fill: theme.muted }),
      textAt(28, y + 15, document.text, { room: COLUMN - 130, fill: theme.ink }),
      textAt(COLUMN - 62, y + 15, `D${document.number}`, {
        'text-anchor': 'end',
        'font-size': 11,
        fill: theme.muted,
      }),
      textAt(COLUMN - 8, y + 15, formatDecimal(score), {
        'text-anchor': 'end',
        'font-weight': 600,
        fill: theme.ink,
      }),
      element('rect', { x: 28, y: y + 21, width: COLUMN - 36, height: 4, fill: theme.line }),
      element('rect', {
        ...{ x: 28, y: y + 21, width: (COLUMN - 36) * part, height: 4 },
        fill: theme.accent,
      }),
    );
  }
  return body;
}
