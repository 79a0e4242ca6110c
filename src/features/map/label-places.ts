/** Places for a point's label: pixels from the point to its centre, in the order tried. */
const PLACES = [
  { dx: 0, dy: -13 },
  { dx: 0, dy: 13 },
  { dx: 16, dy: 0 },
  { dx: -16, dy: 0 },
] as const;

export type LabelPlace = (typeof PLACES)[number];

/** Half sizes of a label of three letters and of a point, in pixels. */
const LABEL = { x: 10, y: 6 };
const POINT = { x: 6, y: 6 };

/**
 * Finds a place for each point's label that covers neither a point nor an earlier label; null without one. `points`:
 * [x, y] in pixels, y downwards. Quadratic: for few points.
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
