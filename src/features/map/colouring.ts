/** What colours the points of a map: clusters, classes, or a scale of values. */
import type { PlacedText } from '../../app/results.ts';
import type { View } from '../../app/view.ts';
import { excerpt } from '../../lib/excerpt.ts';
import { once } from '../../lib/once.ts';
import { formatDecimal } from '../../widgets/format.ts';
import { columnOf } from '../../workspace/saved-view.ts';
import type { Workspace } from '../../workspace/workspace.ts';
import { type Classes, classesOf } from './classes.ts';
import { columnClasses, columnUse, extentOf, scaleOf } from './columns.ts';
import { type Marks, marksOf, scaleMarks } from './figure.ts';
import { classEntries, clusterEntries, type LegendEntry } from './legend.ts';
import type { MapSide } from './result.ts';
import type { Scores } from './scores.ts';

export type Colouring =
  | { readonly kind: 'clusters' }
  | {
      readonly kind: 'classes';
      /** Kind of the classes: "Labels", or the column's name. */
      readonly name: string;
      /** Name of the texts without a class. */
      readonly none: string;
      readonly classes: Classes;
      /** Whether they are the labels, which every table has anyway. */
      readonly isLabels: boolean;
    }
  | {
      readonly kind: 'scale';
      readonly name: string;
      /** Values of the items under each side; one list where all sides have the same. */
      readonly values: readonly (Float64Array | Float32Array)[];
      readonly low: number;
      readonly high: number;
      readonly format: (value: number) => string;
    }
  /** Scores that are not there yet. */
  | { readonly kind: 'waiting'; readonly name: string };

/** Ends of a scale in words, and how many texts have no value. */
export interface ScaleKey {
  readonly name: string;
  readonly low: string;
  readonly high: string;
  readonly none: number;
}

/** How one side of a map is drawn. */
export interface Paint {
  readonly marks: Marks;
  /** Entries of the legend; none for a scale. */
  readonly legend: readonly LegendEntry[];
  readonly scale: ScaleKey | null;
}

type Shown = Pick<View, 'mapColour' | 'mapBy'>;
type Of = Pick<Workspace, 'texts' | 'columns' | 'facets'>;

const cellsById = once(
  (texts: Workspace['texts']) => new Map(texts.map(({ id, cells }) => [id, cells])),
);

/** Returns what colours the map; clusters where the view names what is not there any more. */
export function colouringOf(
  { mapColour, mapBy }: Shown,
  items: readonly PlacedText[],
  workspace: Of,
  scores: Scores | null,
): Colouring {
  if (mapBy === 'score') return byScore(items, scores);
  const column = columnOf(mapBy);
  if (column !== null) return byColumnOf(column, items, workspace) ?? { kind: 'clusters' };
  const classes = mapColour === 'labels' ? classesOf(items) : null;
  if (classes === null) return { kind: 'clusters' };
  return { kind: 'classes', name: 'Labels', none: 'No label', classes, isLabels: true };
}

function byColumnOf(column: string, items: readonly PlacedText[], workspace: Of): Colouring | null {
  const at = workspace.columns?.indexOf(column) ?? -1;
  if (at < 0) return null;
  const own = cellsById(workspace.texts);
  const cells = items.map(({ id }) => own.get(id)?.[at] ?? null);
  const use = columnUse(workspace, column);
  if (use !== 'number' && use !== 'date') {
    const classes = columnClasses(cells);
    if (classes === null) return null;
    return { kind: 'classes', name: column, none: 'No value', classes, isLabels: false };
  }
  const { values, format } = scaleOf(cells, use);
  const [low, high] = extentOf([values]);
  return { kind: 'scale', name: column, values: [values], low, high, format };
}

function byScore(items: readonly PlacedText[], scores: Scores | null): Colouring {
  if (scores === null) return { kind: 'waiting', name: 'Score of the query' };
  const name = `Cosine to Q${scores.query.number}: ${excerpt(scores.query.text, 40)}`;
  const values = scores.sides.flatMap((side) =>
    side === undefined ? [] : [valuesFor(items, scores.items, side)],
  );
  // One scale for both sides, so that the same colour means the same.
  const [low, high] = extentOf(values);
  return { kind: 'scale', name, values, low, high, format: formatDecimal };
}

/** Takes values from the texts they were computed for to those of the map, which may be a moment older. */
function valuesFor(
  items: readonly PlacedText[],
  scored: readonly PlacedText[],
  values: Float32Array,
): Float32Array {
  if (items === scored) return values;
  const at = new Map(scored.map(({ id }, i) => [id, i]));
  return Float32Array.from(items, ({ id, text }) => {
    const i = at.get(id);
    return i === undefined || scored[i]!.text !== text ? Number.NaN : values[i]!;
  });
}

/** Paints one side. @param index Of the side: 0 or 1. */
export function paintOf(colouring: Colouring, side: MapSide, index: number): Paint {
  switch (colouring.kind) {
    case 'clusters':
    case 'waiting':
      return { marks: side.clusters, legend: clusterEntries(side), scale: null };
    case 'classes': {
      const marks = marksOf(colouring.classes);
      const legend = classEntries(colouring.classes, marks, colouring.none);
      return { marks, legend, scale: null };
    }
    case 'scale': {
      const { name, low, high, format } = colouring;
      const values = valuesOf(colouring, index);
      let none = 0;
      for (const value of values) if (Number.isNaN(value)) none += 1;
      const [from, to] = [format(low), format(high)];
      return {
        marks: scaleMarks(values, low, high),
        legend: [],
        scale: { name, low: from, high: to, none },
      };
    }
    default:
      return colouring satisfies never;
  }
}

function valuesOf({ values }: Extract<Colouring, { kind: 'scale' }>, index: number) {
  return values[index] ?? values[0]!;
}

/** A value of each text, beside its cluster and label. */
export interface ShownValue {
  readonly name: string;
  /** Side whose value it is; null where every side has the same. */
  readonly side: number | null;
  /** Value as words; empty for none. */
  readonly of: (index: number) => string;
}

/** Returns the values that colour the map, if tables do not have them anyway. */
export function shownValues(colouring: Colouring): ShownValue[] {
  if (colouring.kind === 'classes' && !colouring.isLabels) {
    const { name, classes } = colouring;
    return [{ name, side: null, of: (index) => classes.names[classes.classOf[index]!] ?? '' }];
  }
  if (colouring.kind !== 'scale') return [];
  const { name, values, format } = colouring;
  return values.map((list, side) => ({
    name,
    side: values.length > 1 ? side : null,
    of: (index) => (Number.isNaN(list[index]!) ? '' : format(list[index]!)),
  }));
}
