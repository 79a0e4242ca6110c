import { expect, test } from 'vitest';
import { sharedStart } from './shared-start.ts';

test.each([
  [['intent_refund', 'intent_card'], 'intent_'],
  [['intent_card_lost', 'intent_card_stolen', 'intent_cash'], 'intent_'],
  [['a b c', 'a b d'], 'a b '],
  [['refund', 'card'], ''],
  [['card', 'cards'], ''],
  // Nothing would be left of the first.
  [['intent_', 'intent_card'], ''],
  [['a_b', 'a_b'], 'a_'],
  [['one'], ''],
  [[], ''],
])('the start that %j share is %j', (names, start) => {
  expect(sharedStart(names)).toBe(start);
});
