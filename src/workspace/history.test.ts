import { expect, test } from 'vitest';
import { emptyHistory, type History, record, stepBack, stepForward } from './history.ts';

const none: History<string> = emptyHistory;

test('undo and redo walk the same values', () => {
  const two = record(record(none, 'a', 'first'), 'b', 'second');
  const back = stepBack(two, 'c');
  expect(back).toMatchObject({ present: 'b', label: 'second' });
  const again = stepBack(back!.history, back!.present);
  expect(again).toMatchObject({ present: 'a', label: 'first' });
  expect(stepBack(again!.history, again!.present)).toBeNull();
  const forward = stepForward(again!.history, again!.present);
  expect(forward?.present).toBe('b');
  expect(stepForward(forward!.history, forward!.present)?.present).toBe('c');
});

test('typing in one field is one step, in another field a second', () => {
  let history = record(none, 'a', 'type', 'field 1');
  history = record(history, 'b', 'type', 'field 1');
  expect(history.past.map(({ value }) => value)).toEqual(['a']);
  history = record(history, 'c', 'type', 'field 2');
  expect(history.past.map(({ value }) => value)).toEqual(['a', 'c']);
});

test('a new change forgets what was undone, and the past is bounded', () => {
  const back = stepBack(record(none, 'a', 'x'), 'b')!;
  expect(record(back.history, 'a', 'y').future).toEqual([]);
  let history = none;
  for (let i = 0; i < 250; i += 1) history = record(history, String(i), 'x');
  expect(history.past).toHaveLength(100);
  expect(history.past.at(-1)?.value).toBe('249');
});
