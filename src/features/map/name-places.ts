import type { Marks } from './figure.ts';
import type { LegendEntry } from './legend.ts';

/** Names that a map has at most: those of the largest clusters. */
const MOST_NAMES = 40;
/** Members that a centre is found from: more would not move it. */
const MOST_MEMBERS = 400;
/** Height of a name, and the free space around it, in pixels. */
const HEIGHT = 14;
const GAP = 3;
/** Share of the chart that names may cover: beyond it they hide the points of a small map. */
const MOST_COVERED = 0.18;
/** Distances from its cluster's centre at which a name is tried, in pixels, downwards. */
const STEP = HEIGHT + GAP;
const OFFSETS = [0, -STEP, STEP, -2 * STEP, 2 * STEP] as const;

/** Name of a cluster or class, and its centre in the coordinates of the map. */
export interface MapName {
  readonly text: string;
  readonly x: number;
  readonly y: number;
}

/** Returns the names of the largest entries, largest first, at the median place of their texts. */
export function mapNames(
  entries: readonly LegendEntry[],
  { k, assignments }: Marks,
  coordinates: Float32Array,
): MapName[] {
  if (entries.length < 2) return [];
  const named = entries.slice(0, MOST_NAMES);
  const steps = new Int32Array(k).fill(Number.MAX_SAFE_INTEGER);
  for (const { mark, size } of named) steps[mark] = Math.ceil(size / MOST_MEMBERS);
  const met = new Int32Array(k);
  const xs = Array.from({ length: k }, (): number[] => []);
  const ys = Array.from({ length: k }, (): number[] => []);
  for (const [i, mark] of assignments.entries()) {
    if (steps[mark]! > 0 && met[mark]! % steps[mark]! === 0) {
      xs[mark]!.push(coordinates[2 * i]!);
      ys[mark]!.push(coordinates[2 * i + 1]!);
    }
    met[mark]! += 1;
  }
  return named.map(({ mark, name }) => ({
    text: name,
    x: median(xs[mark]!),
    y: median(ys[mark]!),
  }));
}

function median(values: number[]): number {
  values.sort((a, b) => a - b);
  return values[values.length >> 1] ?? 0;
}

/**
 * Finds a place for each name, near its own, that covers no earlier name and lies within the chart; null without one, and
 * once the names before it cover as much of the chart as they may.
 * @param names Middles and widths in pixels, y downwards.
 */
export function namePlaces(
  names: readonly { readonly x: number; readonly y: number; readonly width: number }[],
  size: { readonly width: number; readonly height: number },
): ({ readonly x: number; readonly y: number } | null)[] {
  const taken: { x: number; y: number; width: number }[] = [];
  let room = MOST_COVERED * size.width * size.height;
  return names.map(({ x, y, width }) => {
    if (width * HEIGHT > room) return null;
    // A centre beyond the shown part of the map has no name there.
    if (x < 0 || y < 0 || x > size.width || y > size.height || width > size.width) return null;
    const middle = Math.max(width / 2, Math.min(size.width - width / 2, x));
    for (const offset of OFFSETS) {
      const at = { x: middle, y: y + offset, width };
      const isWithin = at.y >= HEIGHT / 2 && at.y <= size.height - HEIGHT / 2;
      if (!isWithin || taken.some((other) => overlap(at, other))) continue;
      taken.push(at);
      room -= width * HEIGHT;
      return { x: at.x, y: at.y };
    }
    return null;
  });
}

type Box = { readonly x: number; readonly y: number; readonly width: number };

function overlap(a: Box, b: Box): boolean {
  return Math.abs(a.x - b.x) < (a.width + b.width) / 2 + GAP && Math.abs(a.y - b.y) < STEP;
}
