/** Against numpy and Python: training/reference/evaluation_task_goldens.py wrote goldens.json. */
import { expect, it } from 'vitest';
import goldens from './goldens.json' with { type: 'json' };
import { RandomState } from './numpy.ts';
import { PythonRandom } from './python.ts';

const { draws } = goldens;

it('RandomState draws as numpy’s does', () => {
  const state = new RandomState(42);
  const shuffled = Int32Array.from({ length: 50 }, (_, i) => i);
  state.shuffle(shuffled);
  expect([...shuffled]).toEqual(draws.shuffled);
  expect([...state.integers(1000, 20)]).toEqual(draws.integers);
  for (const golden of draws.doubles) expect(state.double()).toBeCloseTo(golden, 11);
  expect([...state.distinct(300, 12)]).toEqual(draws.distinct);
  const more = [1, 2, 2 ** 20, 2 ** 31].map((high) => [...state.integers(high, 3)]);
  expect(more).toEqual(draws.more);
});

it('PythonRandom draws as Python’s random does', () => {
  const random = new PythonRandom(42);
  expect([...random.choices(3000, 20)]).toEqual(draws.choices);
  const asked = [
    [3000, 3],
    [3000, 12],
    [3000, 40],
    [30, 20],
  ] as const;
  for (const [i, [high, size]] of asked.entries()) {
    expect([...random.sample(high, size)]).toEqual(draws.samples[i]);
  }
});
