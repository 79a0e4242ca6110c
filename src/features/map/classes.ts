import type { PlacedText } from '../../app/results.ts';

/** Classes of texts: those that people gave, or the values of a column. */
export interface Classes {
  /** Names, the largest class first; of equal ones, the first met. */
  readonly names: readonly string[];
  /** Class of each text, a position in `names`; −1 for none: Int32Array [items]. */
  readonly classOf: Int32Array;
}

/** Returns the classes that people gave; null for fewer than two, which compare nothing. */
export function classesOf(items: readonly PlacedText[]): Classes | null {
  return classesFrom(items.map(({ label }) => label));
}

/** Returns the classes of texts by their names; null for fewer than two. */
export function classesFrom(labels: readonly (string | undefined)[]): Classes | null {
  const sizes = new Map<string, number>();
  for (const label of labels) {
    if (label !== undefined) sizes.set(label, (sizes.get(label) ?? 0) + 1);
  }
  if (sizes.size < 2) return null;
  // A Map keeps the order of first insertion and the sort is stable.
  const names = [...sizes].sort(([, a], [, b]) => b - a).map(([name]) => name);
  const numbers = new Map(names.map((name, number) => [name, number]));
  const classOf = Int32Array.from(labels, (label) =>
    label === undefined ? -1 : numbers.get(label)!,
  );
  return { names, classOf };
}
