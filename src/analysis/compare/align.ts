import type { Steps } from '../steps.ts';
import { type Alignment, AnalysisError } from '../types.ts';

/** Points between two yields. */
const BLOCK = 1 << 18;
/** Spread below which a map is one point, as a fraction of its squared distance to the origin. */
const NOISE = 1e-24;

/**
 * Aligns two maps by orthogonal Procrustes with scale and translation (Gower 1975) in the plane, where the best
 * rotation and the best reflection have closed forms. `fixed`, `moving`: [count × 2], row i of both is the same text. A
 * map that is one point can only be shifted.
 * @throws AnalysisError for maps of different sizes or values that are not finite.
 */
export function* align(fixed: Float32Array, moving: Float32Array): Steps<Alignment> {
  if (fixed.length !== moving.length || fixed.length % 2 !== 0) {
    throw new AnalysisError(
      `The maps have ${fixed.length} and ${moving.length} coordinates: pass two a text in both.`,
    );
  }
  const target = centred('fixed', fixed);
  const source = centred('moving', moving);
  // The products of each axis of the moving map with each axis of the fixed one.
  let [xx, xy, yx, yy] = [0, 0, 0, 0];
  for (let i = 0; i < moving.length; i += 2) {
    if (i % BLOCK === BLOCK - 2) yield i / moving.length / 2;
    const [x, y] = [source.points[i]!, source.points[i + 1]!];
    const [u, v] = [target.points[i]!, target.points[i + 1]!];
    xx += x * u;
    xy += x * v;
    yx += y * u;
    yy += y * v;
  }
  // Sums of the products after the best turn: unmirrored, and with the second axis mirrored.
  const turned = Math.hypot(xx + yy, xy - yx);
  const mirrored = Math.hypot(xx - yy, xy + yx);
  const mirror = mirrored > turned ? -1 : 1;
  const gain = Math.max(turned, mirrored);
  const angle = Math.atan2(xy - mirror * yx, xx + mirror * yy);
  const scale = source.spread === 0 ? 0 : gain / source.spread;
  const [cos, sin] = [scale * Math.cos(angle), scale * Math.sin(angle)];
  const coordinates = new Float32Array(moving.length);
  for (let i = 0; i < moving.length; i += 2) {
    if (i % BLOCK === BLOCK - 2) yield 0.5 + i / moving.length / 2;
    const x = source.points[i]!;
    const y = mirror * source.points[i + 1]!;
    coordinates[i] = cos * x - sin * y + target.mean[0];
    coordinates[i + 1] = sin * x + cos * y + target.mean[1];
  }
  return { coordinates };
}

interface Centred {
  readonly points: Float64Array;
  readonly mean: readonly [x: number, y: number];
  /** Sum of squared distances to the mean; exactly 0 for a single point. */
  readonly spread: number;
}

function centred(name: string, map: Float32Array): Centred {
  const count = map.length / 2;
  const sums: [number, number] = [0, 0];
  let squares = 0;
  for (let i = 0; i < map.length; i++) {
    if (!Number.isFinite(map[i]!)) {
      throw new AnalysisError(
        `${name}: text ${i >> 1} is at ${map[i]}: compute the map again before aligning it.`,
      );
    }
    sums[i % 2]! += map[i]!;
    squares += map[i]! ** 2;
  }
  const mean = [sums[0] / count, sums[1] / count] as const;
  const points = Float64Array.from(map, (value, i) => value - mean[i % 2]!);
  let spread = 0;
  for (const value of points) spread += value * value;
  return { points, mean, spread: spread <= NOISE * squares ? 0 : spread };
}
