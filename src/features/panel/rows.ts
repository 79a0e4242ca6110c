/** What the tables of all panels have in common. */
import type { Item, WithoutVector } from '../../app/results.ts';
import type { Rows } from '../../widgets/tsv.ts';

/** "A3". */
export function shortName({ place, number }: Pick<Item, 'place' | 'number'>): string {
  return `${place}${number}`;
}

/** A number, or a dash if a text has no vector. */
export function known(value: number): number | string {
  return Number.isNaN(value) ? '–' : value;
}

/** The rows with a last column that says why a text has no vector; unchanged if every text has one. */
export function withNotes(
  [head, ...rows]: Rows,
  without: readonly WithoutVector[],
  noteOf: (row: number) => string,
): Rows {
  if (without.length === 0) return [head!, ...rows];
  return [[...head!, 'Note'], ...rows.map((row, i) => [...row, noteOf(i)])];
}
