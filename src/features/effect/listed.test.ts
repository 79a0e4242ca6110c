import { describe, expect, it } from 'vitest';
import { shownText } from './listed.ts';

const items = [
  { id: 'a', text: 'one' },
  { id: 'b', text: 'two' },
  { id: 'c', text: 'two' },
];

describe('shownText', () => {
  it('is the text that is selected alone, wherever it was selected', () => {
    expect(shownText(items, null, ['two'])).toBe(1);
    expect(shownText(items, 'a', ['two'])).toBe(1);
  });

  it('is the one chosen here of two with the same words', () => {
    expect(shownText(items, 'c', ['two'])).toBe(2);
  });

  it('stays the last when none, several or no text of these is selected', () => {
    expect(shownText(items, 'b', [])).toBe(1);
    expect(shownText(items, 'b', ['one', 'two'])).toBe(1);
    expect(shownText(items, 'b', ['a query'])).toBe(1);
  });

  it('is none before anything was chosen, and after it was removed', () => {
    expect(shownText(items, null, [])).toBe(-1);
    expect(shownText(items, 'gone', [])).toBe(-1);
  });
});
