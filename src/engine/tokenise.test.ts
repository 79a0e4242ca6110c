import { expect, test } from 'vitest';
import { strip } from './tokenise.ts';

/** `[c for c in range(0x110000) if chr(c).isspace()]`, Python 3.11. */
const PYTHON_SPACES = [
  0x09, 0x0a, 0x0b, 0x0c, 0x0d, 0x1c, 0x1d, 0x1e, 0x1f, 0x20, 0x85, 0xa0, 0x1680, 0x2000, 0x2001,
  0x2002, 0x2003, 0x2004, 0x2005, 0x2006, 0x2007, 0x2008, 0x2009, 0x200a, 0x2028, 0x2029, 0x202f,
  0x205f, 0x3000,
];

test('strip takes what Python takes, and nothing else', () => {
  const stripped = Array.from({ length: 0x10000 }, (_, code) => code).filter(
    (code) => strip(String.fromCharCode(code)) === '',
  );
  expect(stripped).toEqual(PYTHON_SPACES);
});

test('strip leaves the inside alone', () => {
  expect(strip(' \u001c a \u0085 b\u3000\n')).toBe('a \u0085 b');
  expect(strip('\ufeffa')).toBe('\ufeffa');
  expect(strip('   ')).toBe('');
  expect(strip('')).toBe('');
});
