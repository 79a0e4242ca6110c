import { expect, test } from 'vitest';
import { jsonExcess, stringEnd } from './json-size.ts';

const LIMITS = { depth: 3, holders: 5, values: 4, members: 2 };

test.each([
  ['[[[]]]', null],
  ['[[[[', 'is nested deeper than 3 levels'],
  ['{"a":{"a":{"a":{}}}}', 'is nested deeper than 3 levels'],
  ['[[],[],[],[]]', null],
  ['[[],[],[]] [[]] ', 'has more than 5 lists and objects'],
  ['[1,2,3,4,5]', null],
  ['[1,2,3,4,5,6]', 'has more than 4 values'],
  ['{"a":1,"b":{"c":1,"d":1}}', null],
  ['{"a":1,"b":1,"c":1}', 'has more than 2 fields in one object'],
  ['{"a":1,"b":{"c":1},"d":1}', 'has more than 2 fields in one object'],
  ['["[[[[[[", "{:,:,:,", ":,\\"[[[[[[[\\\\"]', null],
  ['"[[[[[[[,,,,,,,', null],
  [':::::', null],
  [']]]]]][[[', null],
  ['', null],
])('%s', (text, excess) => {
  expect(jsonExcess(text, LIMITS)).toBe(excess);
});

test.each([
  ['""', 1],
  ['"a" "', 2],
  [String.raw`"\\" "`, 3],
  [String.raw`"\\\" "`, 6],
  [String.raw`"a\"b\\" "`, 7],
  [String.raw`"\"`, 3],
  ['"a', 2],
  ['"', 1],
])('%s closes at %i', (text, end) => {
  expect(stringEnd(text, 0)).toBe(end);
});
