/** Entries of a map's legend: clusters, or the classes people gave. */
import type { PlacedText } from '../../app/results.ts';
import { sharedStart } from '../../lib/shared-start.ts';
import type { Classes } from './classes.ts';
import { clusterNames } from './cluster-name.ts';
import type { Marks } from './figure.ts';
import type { MapSide } from './result.ts';

export interface LegendEntry {
  /** Number of the cluster or class: its mark, and its number among `Marks`. */
  readonly mark: number;
  readonly name: string;
  /** The name without the start that all labels share, if they do. */
  readonly short?: string;
  /** Number of its texts. */
  readonly size: number;
}

export interface LegendProps {
  /** Kind of the entries: "Clusters", "Labels". */
  readonly label: string;
  readonly items: readonly PlacedText[];
  readonly marks: Marks;
  /** Entries, the largest first. */
  readonly entries: readonly LegendEntry[];
}

/** Number of entries listed beside the map; one more entry stands for the others and leads to each. */
const LISTED = 12;

/** Lists the clusters of a side that have texts, the largest first. */
export function clusterEntries(side: MapSide): LegendEntry[] {
  return largestFirst(clusterNames(side), side.clusters);
}

/** Lists the classes, the largest first, and last the texts without one, by the name `none`. */
export function classEntries(classes: Classes, marks: Marks, none = 'No label'): LegendEntry[] {
  const rest = classes.names.length;
  const start = sharedStart(classes.names);
  const entries = largestFirst([...classes.names, none], marks).map((entry) =>
    start === '' || entry.mark === rest
      ? entry
      : { ...entry, short: entry.name.slice(start.length) },
  );
  return [
    ...entries.filter(({ mark }) => mark < rest),
    ...entries.filter(({ mark }) => mark === rest),
  ];
}

function largestFirst(names: readonly string[], marks: Marks): LegendEntry[] {
  const sizes = sizesOf(marks);
  return names
    .map((name, mark) => ({ mark, name, size: sizes[mark] ?? 0 }))
    .filter(({ size }) => size > 0)
    .sort((a, b) => b.size - a.size || a.mark - b.mark);
}

/** Returns the listed entries, and the sum of the others. One more entry is listed rather than called "1 other". */
export function listed(entries: readonly LegendEntry[]): {
  readonly shown: readonly LegendEntry[];
  readonly others: number;
  readonly otherTexts: number;
} {
  if (entries.length <= LISTED + 1) return { shown: entries, others: 0, otherTexts: 0 };
  const rest = entries.slice(LISTED);
  return {
    shown: entries.slice(0, LISTED),
    others: rest.length,
    otherTexts: rest.reduce((sum, { size }) => sum + size, 0),
  };
}

/** Counts the texts of each mark. */
function sizesOf({ k, assignments }: Marks): Int32Array {
  const sizes = new Int32Array(k);
  for (const mark of assignments) {
    if (mark >= 0 && mark < k) sizes[mark]! += 1;
  }
  return sizes;
}

/** Returns the texts of one mark, in order. */
export function textsOf(
  items: readonly { readonly text: string }[],
  { assignments }: Marks,
  mark: number,
): string[] {
  return items.flatMap(({ text }, i) => (assignments[i] === mark ? [text] : []));
}

/** Returns the mark whose texts are exactly the pinned ones; null without one. */
export function pinnedMark(
  items: readonly { readonly text: string }[],
  marks: Marks,
  pinned: readonly string[],
): number | null {
  const texts = new Set(pinned);
  if (texts.size === 0) return null;
  let mark: number | null = null;
  let found = 0;
  for (const [i, { text }] of items.entries()) {
    if (!texts.has(text)) continue;
    const own = marks.assignments[i] ?? -1;
    if (mark !== null && own !== mark) return null;
    mark = own;
    found += 1;
  }
  if (mark === null || mark < 0) return null;
  return found === sizesOf(marks)[mark] ? mark : null;
}

/** Returns the entries whose name contains every word of the query, whatever its case. */
export function matching(entries: readonly LegendEntry[], query: string): readonly LegendEntry[] {
  const words = query
    .toLocaleLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  if (words.length === 0) return entries;
  return entries.filter(({ name }) => {
    const lower = name.toLocaleLowerCase();
    return words.every((word) => lower.includes(word));
  });
}
