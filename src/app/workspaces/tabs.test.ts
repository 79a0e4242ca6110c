import { expect, test } from 'vitest';
import { parseMessage } from './tabs.ts';

test('what tabs say is read, and what another Facet says is left alone', () => {
  expect(parseMessage({ kind: 'saved', id: 'a', revision: 'r', more: 1 })).toEqual({
    kind: 'saved',
    id: 'a',
    revision: 'r',
  });
  expect(parseMessage({ kind: 'ask', id: 'a' })).toEqual({ kind: 'ask', id: 'a' });
  expect(parseMessage({ kind: 'listed' })).toEqual({ kind: 'listed' });
  for (const other of [null, 'saved', {}, { kind: 'saved', id: 'a' }, { kind: 'ask', id: 7 }]) {
    expect(parseMessage(other)).toBeNull();
  }
});
