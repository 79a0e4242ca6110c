/** Columns of the texts as colours of the map. */
import { kindOfCells, momentOf } from '../../workspace/cell-kinds.ts';
import { numberOf } from '../../workspace/cells.ts';
import type { Workspace } from '../../workspace/workspace.ts';
import { type Classes, classesFrom } from './classes.ts';

type Texts = Pick<Workspace, 'texts' | 'columns' | 'facets'>;

/** Texts looked at to tell what a column holds: all of 100,000 would hold up the page. */
const LOOKED_AT = 2_000;
/** Values up to which a column may have another one for each text: they still can be told apart. */
const FEW = 12;
const MINUTE_DIGITS = 16;
const DAY_DIGITS = 10;
/** Milliseconds of three days: dates within them need their time of day to differ. */
const SHORT_MS = 3 * 86_400_000;

/** What a column can colour by: a scale of numbers or dates, classes, or nothing. */
export type ColumnUse = 'number' | 'date' | 'classes' | 'empty' | 'same' | 'unique';

/** Tells what a column can colour by; columns of labels are classes, whatever they hold. */
export function columnUse({ texts, columns = [], facets = [] }: Texts, column: string): ColumnUse {
  const at = columns.indexOf(column);
  const step = Math.max(1, Math.floor(texts.length / LOOKED_AT));
  const cells: string[] = [];
  for (let i = 0; i < texts.length; i += step) {
    const cell = texts[i]!.cells?.[at]?.trim();
    if (cell !== undefined && cell !== '') cells.push(cell);
  }
  const values = new Set(cells).size;
  if (step === 1 && values === 0) return 'empty';
  if (step === 1 && values === 1) return 'same';
  const { kind } = facets.includes(column) ? { kind: 'category' } : kindOfCells(cells);
  if (kind === 'number' || kind === 'date') return kind;
  return values === cells.length && values > FEW ? 'unique' : 'classes';
}

/** Values of a column on a scale. */
export interface Scale {
  /** Value of each text; NaN for none. Float64Array [items]. */
  readonly values: Float64Array;
  readonly format: (value: number) => string;
}

/** Returns the values of numbers or dates. @param cells Of each item. */
export function scaleOf(cells: readonly (string | null)[], use: 'number' | 'date'): Scale {
  const read = use === 'number' ? numberOf : momentOf;
  const values = Float64Array.from(cells, (cell) =>
    cell === null ? Number.NaN : (read(cell) ?? Number.NaN),
  );
  if (use === 'number') return { values, format: formatNumber };
  const [low, high] = extentOf([values]);
  const digits = high - low < SHORT_MS ? MINUTE_DIGITS : DAY_DIGITS;
  return {
    values,
    format: (value) =>
      Number.isNaN(value) ? '' : new Date(value).toISOString().slice(0, digits).replace('T', ' '),
  };
}

/** Returns the classes of a column; null for fewer than two. @param cells Of each item. */
export function columnClasses(cells: readonly (string | null)[]): Classes | null {
  return classesFrom(cells.map((cell) => cell?.trim() || undefined));
}

/** Lowest and highest value; NaN for both where there is none. */
export function extentOf(
  lists: readonly ArrayLike<number>[],
): readonly [low: number, high: number] {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const list of lists) {
    for (let i = 0; i < list.length; i++) {
      const value = list[i]!;
      if (value < low) low = value;
      if (value > high) high = value;
    }
  }
  return low > high ? [Number.NaN, Number.NaN] : [low, high];
}

/** Six digits tell any two ends of a scale apart; a year is not written as 2,026. */
function formatNumber(value: number): string {
  if (Number.isNaN(value)) return '';
  return String(Number(value.toPrecision(6))).replace('-', '−');
}
