/** Where the marks of a forest plot lie. */
import type { TaskResult } from '../../evaluation/service/types.ts';

/** The scores that a plot's width stands for. */
export interface Axis {
  readonly low: number;
  readonly high: number;
  readonly ticks: readonly number[];
}

/** Most ticks of an axis. */
const MOST_TICKS = 6;
const STEPS = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1];

/** An axis that holds all intervals, from a round score to a round score. */
export function axisOf({ rows }: Pick<TaskResult, 'rows'>): Axis {
  return axisOver(rows.flatMap(({ interval: { low, high, estimate } }) => [low, high, estimate]));
}

/** An axis that holds all scores that are numbers. */
export function axisOver(scores: readonly number[]): Axis {
  const values = scores.filter((value) => Number.isFinite(value));
  const [least, most] = values.length === 0 ? [0, 1] : [Math.min(...values), Math.max(...values)];
  const step =
    STEPS.find((each) => (most - least) / each <= MOST_TICKS - 2) ?? (most - least) / MOST_TICKS;
  const first = Math.floor(least / step + 1e-9);
  const last = Math.max(first + 1, Math.ceil(most / step - 1e-9));
  const ticks = Array.from({ length: last - first + 1 }, (_, i) => (first + i) * step);
  return { low: first * step, high: last * step, ticks };
}

/** Place of a score on the axis, 0 to 1. */
export function placeOf({ low, high }: Axis, value: number): number {
  return Math.min(1, Math.max(0, (value - low) / (high - low)));
}

/** Place of a score across its cell, in percent: a dot at the end of the axis has room. */
export function across(axis: Axis, value: number): number {
  return 4 + 92 * placeOf(axis, value);
}

/** How many dots before it lie so close to each dot that it must stand above them. @param least Closest places, in percent. */
export function stacked(places: readonly number[], least: number): number[] {
  return places.map(
    (place, at) => places.slice(0, at).filter((other) => Math.abs(other - place) < least).length,
  );
}
