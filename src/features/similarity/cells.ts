import { deviations, ranks } from '../../analysis/compare/recolour.ts';
import type { PlacedText } from '../../app/results.ts';
import type { MatrixColour } from '../../app/view.ts';
import type { SimilarityResult } from './result.ts';

/** A heat map: what its colours stand for, cell by cell. */
export interface Cells {
  readonly rows: readonly PlacedText[];
  readonly columns: readonly PlacedText[];
  readonly self: boolean;
  /** Float32Array [rows × columns]; NaN where a cell has no value: see `none`. */
  readonly values: Float32Array;
  /** Values at the two ends of the colours. */
  readonly range: readonly [low: number, high: number];
  /** Whether the colours part at the middle, which is 0. */
  readonly diverging: boolean;
  /** What the values are, as the scale says it. */
  readonly quantity: string;
  /** What stands in a cell without a value: a dash where a text has no vector, nothing on a diagonal that says nothing. */
  readonly none: (row: number, column: number) => string;
  /** A value as it stands in a cell. */
  readonly format: (value: number) => string;
}

const QUANTITIES: Record<MatrixColour, string> = {
  value: 'cosine',
  unit: 'cosine',
  rank: 'rank in %',
  deviation: 'deviation',
};

/**
 * One heat map for each side on one scale, so that the same colour means the same in both; or the
 * one of their difference, second less first.
 */
export function cellsOf(
  result: SimilarityResult,
  colour: MatrixColour,
  difference: boolean,
): readonly Cells[] {
  const { rows, columns, self, sides } = result;
  const values = sides.flatMap((side) =>
    side === undefined ? [] : [recolour(result, side.values, colour)],
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
  const range = rangeOf(values, colour, result);
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

function recolour(
  { rows, columns, self }: SimilarityResult,
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
  result: Pick<SimilarityResult, 'columns' | 'self'>,
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
 * Least and greatest value. A text against itself is 1 and says nothing: with it, the narrow band
 * in which cosines crowd would be one colour.
 */
function valueRange(
  values: Float32Array,
  { columns, self }: Pick<SimilarityResult, 'columns' | 'self'>,
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

/** The largest absolute value; never 0, which would leave no scale. */
function largest(sides: readonly Float32Array[]): number {
  let most = 0;
  for (const values of sides) {
    for (const value of values) most = Math.max(most, Number.isNaN(value) ? 0 : Math.abs(value));
  }
  return most > 0 ? most : 1;
}

/** Two decimals, a true minus sign, and no negative zero. */
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
