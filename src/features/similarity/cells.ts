import { deviations, ranks } from '../../analysis/compare/recolour.ts';
import type { MatrixColour } from '../../app/view.ts';
import { type MatrixLine, textLines } from './lines.ts';
import type { MatrixResult } from './result.ts';

/** The values of a heat map, and how they are shown. */
export interface Cells {
  readonly rows: readonly MatrixLine[];
  readonly columns: readonly MatrixLine[];
  readonly self: boolean;
  /** Float32Array [rows × columns]; NaN where a cell has no value: see `none`. */
  readonly values: Float32Array;
  /** Values of the first and the last colour. */
  readonly range: readonly [low: number, high: number];
  /** Whether the colours diverge from 0, which is in the middle. */
  readonly diverging: boolean;
  /** Name of the values, shown on the scale. */
  readonly quantity: string;
  /** Content of a cell without a value: a dash where a text has no vector, '' on a diagonal that means nothing. */
  readonly none: (row: number, column: number) => string;
  /** Formats a value for its cell. */
  readonly format: (value: number) => string;
}

const QUANTITIES: Record<MatrixColour, string> = {
  value: 'cosine',
  unit: 'cosine',
  rank: 'rank in %',
  deviation: 'deviation',
};

/**
 * Makes a heat map for each side, on one scale, so that a colour means the same in both. For a
 * difference, makes one heat map: the second side less the first.
 */
export function cellsOf(
  result: MatrixResult,
  colour: MatrixColour,
  difference: boolean,
): readonly Cells[] {
  const shape = shapeOf(result);
  const { rows, columns, self } = shape;
  const { sides } = result;
  const values = sides.flatMap((side) =>
    side === undefined ? [] : [recolour(shape, side.values, colour)],
  );
  const [first, second] = values;
  const format = colour === 'rank' ? percent : cellNumber;
  const bare = self && (colour === 'rank' || colour === 'deviation');
  const none = (row: number, column: number) => (bare && row === column ? '' : '–');
  const shared = { rows, columns, self, none };
  if (difference && first !== undefined && second !== undefined) {
    const change = second.map((value, cell) => value - first[cell]!);
    const most = colour === 'unit' ? 1 : largest([change]);
    return [
      {
        ...shared,
        values: change,
        range: [-most, most],
        diverging: true,
        quantity: `Δ ${QUANTITIES[colour]}`,
        format: (value) => signed(format(value)),
      },
    ];
  }
  const diverging = colour === 'deviation';
  const range = rangeOf(values, colour, shape);
  const quantity = QUANTITIES[colour];
  return values.map((side) => ({
    ...shared,
    values: side,
    range,
    diverging,
    quantity,
    format: diverging ? (value) => signed(format(value)) : format,
  }));
}

type Shape = Pick<Cells, 'rows' | 'columns' | 'self'>;

/** The mean cosine within a cluster says something; that of a text with itself is 1. */
function shapeOf(result: MatrixResult): Shape {
  if (result.kind === 'clusters')
    return { rows: result.rows, columns: result.columns, self: false };
  const { rows, columns, self } = result;
  return { rows: textLines(rows), columns: textLines(columns), self };
}

function recolour(
  { rows, columns, self }: Shape,
  values: Float32Array,
  colour: MatrixColour,
): Float32Array {
  const shape = { rows: rows.length, columns: columns.length, self };
  if (colour === 'rank') return ranks(values, shape);
  return colour === 'deviation' ? deviations(values, shape, 'both') : values;
}

function rangeOf(
  sides: readonly Float32Array[],
  colour: MatrixColour,
  result: Pick<Shape, 'columns' | 'self'>,
): [low: number, high: number] {
  if (colour === 'unit' || colour === 'rank') return [0, 1];
  if (colour === 'deviation') {
    const most = largest(sides);
    return [-most, most];
  }
  const ranges = sides.map((values) => valueRange(values, result));
  const low = Math.min(...ranges.map((range) => range[0]));
  const high = Math.max(...ranges.map((range) => range[1]));
  return low < high ? [low, high] : [0, 1];
}

/**
 * The least and the greatest value. It skips a text's cosine with itself, which is 1: with it, the
 * narrow band in which cosines crowd would get one colour.
 */
function valueRange(
  values: Float32Array,
  { columns, self }: Pick<Shape, 'columns' | 'self'>,
): [number, number] {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const [index, value] of values.entries()) {
    if (self && index % (columns.length + 1) === 0) continue;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return [low, high];
}

/** The largest absolute value, or 1 where all are 0: a scale needs a width. */
function largest(sides: readonly Float32Array[]): number {
  let most = 0;
  for (const values of sides) {
    for (const value of values) most = Math.max(most, Number.isNaN(value) ? 0 : Math.abs(value));
  }
  return most > 0 ? most : 1;
}

/** Formats a value with two decimals, a true minus sign, and no negative zero. */
export function cellNumber(value: number): string {
  return value
    .toFixed(2)
    .replace(/^-0\.00$/, '0.00')
    .replace('-', '−');
}

function percent(value: number): string {
  return `${Math.round(value * 100)}`.replace('-', '−');
}

function signed(text: string): string {
  return /^−|^0(\.00)?$/.test(text) ? text : `+${text}`;
}
