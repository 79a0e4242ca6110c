/** Where the label of a point may stand: pixels from the point to its centre, in the order tried. */
const PLACES = [
  { dx: 0, dy: -13 },
  { dx: 0, dy: 13 },
  { dx: 16, dy: 0 },
  { dx: -16, dy: 0 },
] as const;

export type LabelPlace = (typeof PLACES)[number];

/** Half the size of a label of three letters and of a point, in pixels. */
const LABEL = { x: 10, y: 6 };
const POINT = { x: 6, y: 6 };

/**
 * A place for the label of each point where it covers neither a point nor an earlier label; null
 * if there is none. `points`: [x, y] in pixels, y downwards. Quadratic: for few points.
 */
export function labelPlaces(
  points: readonly (readonly [x: number, y: number])[],
): (LabelPlace | null)[] {
  const labels: (readonly [number, number])[] = [];
  return points.map(([x, y], own) => {
    const found = PLACES.find(({ dx, dy }) => {
      const centre = [x + dx, y + dy] as const;
      return (
        points.every((point, i) => i === own || apart(centre, point, LABEL, POINT)) &&
        labels.every((label) => apart(centre, label, LABEL, LABEL))
      );
    });
    if (found === undefined) return null;
    labels.push([x + found.dx, y + found.dy]);
    return found;
  });
}

function apart(
  [ax, ay]: readonly [number, number],
  [bx, by]: readonly [number, number],
  a: typeof LABEL,
  b: typeof LABEL,
): boolean {
  return Math.abs(ax - bx) >= a.x + b.x || Math.abs(ay - by) >= a.y + b.y;
}
