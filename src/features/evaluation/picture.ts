import type { TaskResult } from '../../evaluation/service/types.ts';
import type { PlotTheme } from '../../widgets/plot/theme.ts';
import { element, type Markup, type Picture, textAt } from '../../widgets/svg.ts';
import { axisOf, placeOf } from './forest.ts';
import { bestNull, intervalWords, measureName, percent, ranked } from './words.ts';

const NAMES = 260;
const PLOT = 360;
const FIGURES = 150;
const ROW = 26;

/** Draws the forest plot of a task: a row an instruction, its score and 95 % interval, and the best null row's score. */
export function forestPicture(result: TaskResult, model: string, theme: PlotTheme): Picture {
  const axis = axisOf(result);
  const x = (value: number) => NAMES + 12 + PLOT * placeOf(axis, value);
  const order = ranked(result);
  const bottom = order.length * ROW + 6;
  const reference = result.rows[bestNull(result)]!.interval.estimate;
  const body: Markup[] = [
    ...axis.ticks.flatMap((tick) => [
      line(x(tick), 0, x(tick), bottom, { stroke: theme.line }),
      textAt(x(tick), bottom + 14, percent(tick), {
        'font-size': 10,
        'text-anchor': 'middle',
        fill: theme.muted,
      }),
    ]),
  ];
  if (Number.isFinite(reference)) {
    const dashed = { stroke: theme.muted, 'stroke-dasharray': '3 3' };
    body.push(line(x(reference), 0, x(reference), bottom, dashed));
  }
  for (const [place, at] of order.entries()) {
    const { instruction, interval } = result.rows[at]!;
    const y = place * ROW + ROW / 2;
    const ink = instruction.isNull ? theme.muted : theme.ink;
    const { low, high, estimate } = interval;
    body.push(textAt(0, y + 4, instruction.name, { room: NAMES, fill: ink }));
    if (Number.isFinite(low))
      body.push(line(x(low), y, x(high), y, { stroke: ink, 'stroke-width': 2 }));
    if (Number.isFinite(estimate)) {
      body.push(
        element('circle', {
          cx: x(estimate),
          cy: y,
          r: 4,
          fill: instruction.isNull ? theme.surface : ink,
          stroke: ink,
          'stroke-width': 1.5,
        }),
      );
    }
    const figures = `${percent(estimate)} [${percent(low)}, ${percent(high)}]`;
    body.push(textAt(NAMES + PLOT + 32, y + 4, figures, { 'font-size': 11, fill: ink }));
  }
  const { main, units } = result.rows[0]!.scores;
  return {
    title: result.name,
    notes: [
      `${measureName(main)} in %, over ${units.count} ${units.name}; intervals: ${intervalWords(result)}; model ${model}`,
      'Hollow: null rows. Dashed: the best of them.',
    ],
    width: NAMES + PLOT + FIGURES + 32,
    height: bottom + 22,
    body,
  };
}

function line(
  x1: number,
  y1: number,
  x2: number,
  y2: number,
  attributes: Readonly<Record<string, string | number>>,
): Markup {
  return element('line', { x1, y1, x2, y2, ...attributes });
}
