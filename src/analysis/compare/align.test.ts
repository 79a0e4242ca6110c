import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../lib/random.ts';
import { finish } from '../steps.ts';
import { align } from './align.ts';

const run = (fixed: readonly number[], moving: readonly number[]) =>
  finish(align(Float32Array.from(fixed), Float32Array.from(moving)));

const random = seededRandom(3);
const map = Array.from({ length: 40 }, () => 4 * random() - 1);

describe('align', () => {
  it.each([false, true])('undoes a turn, a shift and a scale; mirrored: %s', (mirrored) => {
    const [cos, sin] = [Math.cos(2.5), Math.sin(2.5)];
    const moving = map.map((value, at) => {
      const [x, y] = at % 2 === 0 ? [value, map[at + 1]!] : [map[at - 1]!, value];
      const v = mirrored ? -y : y;
      return at % 2 === 0 ? 7 * (cos * x - sin * v) + 30 : 7 * (sin * x + cos * v) - 2;
    });
    const { coordinates } = run(map, moving);
    for (const [at, value] of map.entries()) expect(coordinates[at]).toBeCloseTo(value, 5);
  });

  it('leaves no less than any small further turn or scale would', () => {
    const moving = map.map((value) => value + random());
    const { coordinates } = run(map, moving);
    const mean = [0, 1].map((axis) =>
      map.filter((_, at) => at % 2 === axis).reduce((sum, value) => sum + value / 20, 0),
    );
    const distance = (angle: number, scale: number) => {
      let sum = 0;
      for (let at = 0; at < 40; at += 2) {
        const [x, y] = [coordinates[at]! - mean[0]!, coordinates[at + 1]! - mean[1]!];
        const u = scale * (Math.cos(angle) * x - Math.sin(angle) * y);
        const v = scale * (Math.sin(angle) * x + Math.cos(angle) * y);
        sum += (u + mean[0]! - map[at]!) ** 2 + (v + mean[1]! - map[at + 1]!) ** 2;
      }
      return sum;
    };
    for (const [angle, scale] of [
      [0.01, 1],
      [-0.01, 1],
      [0, 1.01],
      [0, 0.99],
    ] as const) {
      expect(distance(angle, scale)).toBeGreaterThan(distance(0, 1));
    }
  });

  it('shifts what is one point, and takes no points', () => {
    const point = run([0, 0, 2, 4], [0.1, 0.7, 0.1, 0.7]);
    expect([...point.coordinates]).toEqual([1, 2, 1, 2]);
    expect(run([], []).coordinates.length).toBe(0);
  });

  it('refuses maps of different texts and places that are none', () => {
    expect(() => run([0, 0], [0, 0, 1, 1])).toThrow(/2 and 4 coordinates/);
    expect(() => run([0, 0, 1, 1], [0, 0, 1, Number.NaN])).toThrow(/moving: text 1 is at NaN/);
  });
});
