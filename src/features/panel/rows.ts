/** What the tables of all panels have in common. */
import type { PlacedText, WithoutVector } from '../../app/results.ts';
import type { TsvRows } from '../../widgets/tsv.ts';

/** "A3". */
export function shortName({ place, number }: Pick<PlacedText, 'place' | 'number'>): string {
  return `${place}${number}`;
}

/** A number, or a dash if a text has no vector. */
export function known(value: number): number | string {
  return Number.isNaN(value) ? '–' : value;
}

/** The rows with a last column that says why a text has no vector; unchanged if every text has one. */
export function withNotes(
  [head, ...rows]: TsvRows,
  without: readonly WithoutVector[],
  noteOf: (row: number) => string,
): TsvRows {
  if (without.length === 0) return [head!, ...rows];
  return [[...head!, 'Note'], ...rows.map((row, i) => [...row, noteOf(i)])];
}
