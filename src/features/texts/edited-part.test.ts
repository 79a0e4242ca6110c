import { expect, test } from 'vitest';
import { PART, partFrom } from '../../lib/excerpt.ts';
import { changePart } from './edited-part.ts';

const long = 'some words of a long text, '.repeat(1000);

test('a change of a part leaves the rest of the text as it was', () => {
  const first = partFrom(long, 0);
  const part = partFrom(long, first.end);
  const value = long.slice(part.start, part.end);
  const changed = changePart(long, part, `${value}more`, value.length + 4);
  expect(changed.whole).toBe(`${long.slice(0, part.end)}more${long.slice(part.end)}`);
  expect(changed.part).toEqual({ start: part.start, end: part.end + 4 });
});

test('a short text is edited whole', () => {
  expect(changePart('one', null, 'one two', 7)).toEqual({ whole: 'one two', part: null });
});

test('a paste of megabytes is kept whole, and the field shows what ends at the caret', () => {
  const pasted = 'x'.repeat(5_000_000);
  const { whole, part } = changePart('one', null, `o${pasted}ne`, 1 + pasted.length);
  expect(whole).toBe(`o${pasted}ne`);
  expect(part!.end).toBe(5_000_001);
  expect(part!.end - part!.start).toBeLessThanOrEqual(PART);
});
