import { expect, test } from 'vitest';
import { npyHeader } from '../node/npy.ts';
import { PairsError, parsePairs } from './pairs.ts';

test('each line is a pair, a string or an object; blank lines are left out', () => {
  const lines = ['["a: ", "b"]', '', '"c"\r', '{"text": "d"}', '{"instruction": "e", "text": "f"}'];
  expect(parsePairs('x.jsonl', lines.join('\n'))).toEqual([
    ['a: ', 'b'],
    ['', 'c'],
    ['', 'd'],
    ['e', 'f'],
  ]);
});

test.each([
  '[1, "b"]',
  '["a"]',
  '["a", "b", "c"]',
  'null',
  '3',
  '{"instruction": "a"}',
  '{"text": 1}',
  '{',
])('%s is refused with file and line', (line) => {
  const parse = () => parsePairs('x.jsonl', `"fine"\n${line}`);
  expect(parse).toThrow(PairsError);
  expect(parse).toThrow(/^x\.jsonl, line 2: /);
});

test.each([
  [2, 3],
  [0, 384],
  [1000, 7],
])('npy: %i × %i', (rows, columns) => {
  const bytes = Buffer.from(npyHeader(rows, columns));
  expect([...bytes.subarray(0, 8)]).toEqual([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0]);
  const start = 10 + bytes.readUInt16LE(8);
  expect(start % 64).toBe(0);
  expect(bytes.toString('latin1', 10, start)).toMatch(
    new RegExp(
      `^{'descr': '<f4', 'fortran_order': False, 'shape': \\(${rows}, ${columns}\\), } *\n$`,
    ),
  );
  expect(bytes.byteLength).toBe(start);
});
