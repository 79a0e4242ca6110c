import { expect, test } from 'vitest';
import { pairKey } from './pair-key.ts';

/** Pieces that look like a joined key's own marks. */
const PIECES = ['', '\0', '0', '1:', '2:', ':', ',', '\n', '"', '\\', 'a', 'é', '\ud83d', '\ude00'];

test('different pairs have different keys, whatever stands at the border', () => {
  const parts = PIECES.flatMap((a) => PIECES.flatMap((b) => PIECES.map((c) => a + b + c)));
  const strings = [...new Set(parts)].slice(0, 900);
  const seen = new Map<string, readonly [string, string]>();
  for (const instruction of strings) {
    for (const text of strings) {
      const key = pairKey(instruction, text);
      if (seen.has(key)) expect.fail(JSON.stringify([seen.get(key), [instruction, text]]));
      seen.set(key, [instruction, text]);
    }
  }
  expect(seen.size).toBe(strings.length ** 2);
});

test('every split of one string is a pair of its own', () => {
  const whole = '3:a\0b12:\0\ud800c\udfff:4:\u0000';
  const splits = Array.from({ length: whole.length + 1 }, (_, at) =>
    pairKey(whole.slice(0, at), whole.slice(at)),
  );
  expect(new Set(splits).size).toBe(splits.length);
});

test('lone surrogates stay different, though UTF-8 maps them all to one', () => {
  expect(pairKey('i', '\ud800')).not.toBe(pairKey('i', '\ud801'));
  expect(pairKey('i', '\ud800')).not.toBe(pairKey('i', '\ufffd'));
});
