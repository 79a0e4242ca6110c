import { expect, test } from 'vitest';
import type { Lens } from '../../workspace/lens.ts';
import type { View } from '../view.ts';
import { shownLensesOf } from './shown-lenses.ts';

const lens = (id: string, on = true): Lens => ({
  id,
  name: id,
  colour: 0,
  on,
  instruction: '',
  queryInstruction: '',
  documentInstruction: '',
});

function shown(lenses: readonly Lens[], view: Partial<Pick<View, 'mode' | 'first' | 'second'>>) {
  const chosen = { mode: 'one', first: null, second: null, ...view } as const;
  const { mode, lenses: found } = shownLensesOf({ lenses }, chosen);
  return [mode, ...found.map((each) => each?.id)].join(' ');
}

test('shows the lenses chosen, or else the first ones that are on', () => {
  const lenses = [lens('a', false), lens('b'), lens('c'), lens('d')];
  expect(shown(lenses, {})).toBe('one b');
  expect(shown(lenses, { first: 'c' })).toBe('one c');
  expect(shown(lenses, { mode: 'two' })).toBe('two b c');
  expect(shown(lenses, { mode: 'difference', first: 'd', second: 'b' })).toBe('difference d b');
});

test('a lens that is off, gone or the same as the first is not compared with', () => {
  const lenses = [lens('a', false), lens('b'), lens('c')];
  expect(shown(lenses, { first: 'a' })).toBe('one b');
  expect(shown(lenses, { mode: 'two', first: 'c', second: 'c' })).toBe('two c b');
  expect(shown(lenses, { mode: 'two', first: 'c', second: 'gone' })).toBe('two c b');
});

test('one lens alone cannot be compared; where all are off, all are offered', () => {
  expect(shown([lens('a')], { mode: 'difference' })).toBe('one a');
  expect(shown([lens('a'), lens('b', false)], { mode: 'two' })).toBe('one a');
  expect(shown([lens('a', false), lens('b', false)], { mode: 'two' })).toBe('two a b');
});
