import { describe, expect, it } from 'vitest';
import { Charsmap } from './charsmap.ts';

/**
 * A map of one rule, `a` → `replacement`. Unit: bits 10–31 offset to the children, bit 8 has a leaf,
 * bits 0–7 label. The root's children start at 0 ^ 1; `a` is at 1 ^ 0x61 = 0x60 and its leaf at
 * 0x60 ^ 2 = 0x62.
 */
function oneRule({ value = 0, blob = 'bc\0', child = 2, trieBytes = 0x400 } = {}): string {
  const units = new Uint32Array(0x100);
  units[0] = 1 << 10;
  units[0x60] = (child << 10) | (1 << 8) | 0x61;
  units[0x62] = 0x80000000 | value;
  const text = [...blob].map((char) => char.charCodeAt(0));
  const bytes = [
    ...new Uint8Array(Uint32Array.of(trieBytes).buffer),
    ...new Uint8Array(units.buffer),
    ...text,
  ];
  return btoa(String.fromCharCode(...bytes));
}

const utf8 = (text: string) => new TextEncoder().encode(text);

describe('Charsmap', () => {
  it('replaces the whole text by the first rule it starts with', () => {
    const map = new Charsmap(oneRule());
    expect(map.transform(utf8('a'))).toBe('bc');
    expect(map.transform(utf8('ab'))).toBe('bc');
    expect(map.transform(utf8('b'))).toBeUndefined();
    expect(map.transform(utf8(''))).toBeUndefined();
    expect(map.transform(utf8('\0a'))).toBeUndefined();
  });

  it('accepts an offset into another rule, the end of the blob, and a blob without its last zero', () => {
    expect(new Charsmap(oneRule({ value: 1 })).transform(utf8('a'))).toBe('c');
    expect(new Charsmap(oneRule({ value: 3 })).transform(utf8('a'))).toBe('');
    expect(new Charsmap(oneRule({ blob: 'bc' })).transform(utf8('a'))).toBe('bc');
  });

  it.each([
    ['not base64', '***'],
    ['nothing', ''],
    ['a header alone', btoa('\x04\0\0\0')],
    ['a trie beyond the end', oneRule({ trieBytes: 4000 })],
    ['a trie of broken units', oneRule({ trieBytes: 0x400 - 1 })],
  ])('refuses %s', (_, base64) => {
    expect(() => new Charsmap(base64)).toThrow(/precompiled_charsmap is damaged/);
  });

  it.each([
    ['a replacement outside the blob', oneRule({ value: 4 })],
    ['a replacement that is not UTF-8', oneRule({ blob: '\xff\0' })],
    ['a leaf outside the trie', oneRule({ child: 0x200 })],
  ])('refuses %s once a text meets it', (_, base64) => {
    expect(() => new Charsmap(base64).transform(utf8('a'))).toThrow(
      /precompiled_charsmap is damaged/,
    );
  });
});
