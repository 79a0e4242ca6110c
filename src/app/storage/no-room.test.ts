import { expect, test } from 'vitest';
import { leavesNoRoom } from './no-room.ts';

test('an instruction that fills the limit leaves no room, whether it is masked or pooled', () => {
  const limit = { maxSeqLength: 256 };
  // The end token alone is pooled.
  expect(leavesNoRoom({ tokens: 256, masked: 255, unread: 'cut' }, limit)).toBe(true);
  expect(leavesNoRoom({ tokens: 256, masked: 255, unread: null }, limit)).toBe(true);
  expect(leavesNoRoom({ tokens: 256, masked: 0, unread: 'cut' }, limit)).toBe(true);
  expect(leavesNoRoom({ tokens: 256, masked: 200, unread: null }, limit)).toBe(false);
  expect(leavesNoRoom({ tokens: 12, masked: 8, unread: 'fused' }, limit)).toBe(false);
});
