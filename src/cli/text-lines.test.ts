/** All kinds of bytes that tools write: each is read, or refused with its place and a remedy. */
import { expect, test } from 'vitest';
import { FileError } from '../node/errors.ts';
import { PairsError, readPairs } from './pairs.ts';

const warn = () => expect.fail('nothing is to be warned of');

const TEXT = '["Représente : ", "naïve 😀 日本 ਊ"]\r\n"ਊ"\n{"text": "c"}';
const PAIRS = [
  ['Représente : ', 'naïve 😀 日本 ਊ'],
  ['', 'ਊ'],
  ['', 'c'],
];

/** U+0A0A, "ਊ", is two bytes that each look like a line feed. */
const utf16le = (text: string) => Buffer.from(`\uFEFF${text}`, 'utf16le');

test.each([
  ['UTF-8', Buffer.from(TEXT)],
  ['UTF-8 with a byte-order mark', Buffer.from(`\uFEFF${TEXT}`)],
  ['UTF-16, little end first', utf16le(TEXT)],
  ['UTF-16, big end first', utf16le(TEXT).swap16()],
  ['joined files, each with its mark', Buffer.from(`\uFEFF${TEXT.replaceAll('\n', '\n\uFEFF')}`)],
  ['a line feed at the end', Buffer.from(`${TEXT}\n`)],
])('%s is read', (_, bytes) => {
  expect(readPairs('x.jsonl', bytes, warn)).toEqual(PAIRS);
});

test('a line of a million characters is read', () => {
  const long = 'ä'.repeat(1e6);
  expect(readPairs('x.jsonl', Buffer.from(`"a"\n${JSON.stringify(long)}\n"b"`), warn)[1]![1]).toBe(
    long,
  );
});

const latin1 = (text: string) => Buffer.from(text, 'latin1');

test.each([
  [
    'Latin-1',
    latin1('"fine"\n["a", "caf\xe9 au lait"]'),
    /^my file\.jsonl: line 2, byte 11 of the line \(byte 18 of the file\): E9 20 61 75 is not valid UTF-8.*iconv -f WINDOWS-1252 -t UTF-8 'my file\.jsonl' > /,
  ],
  ['Latin-1 at the very end', latin1('"fine"\n"caf\xe9'), /line 2, byte 5 of the line \(byte 12 /],
  ['after a byte-order mark', latin1('\xef\xbb\xbf"\x92"'), /line 1, byte 2 of the line \(byte 5 /],
  ['after other characters', latin1('"\xc3\xa9\xe9"'), /line 1, byte 4 .*E9 22 is not valid/],
  ['an encoded surrogate', latin1('"\xed\xa0\x80"'), /line 1, byte 2 .*ED A0 80 22 is not/],
  ['an overlong form', latin1('"\xc0\xaf"'), /line 1, byte 2 .*C0 AF 22 is not/],
  [
    'half a character in UTF-16',
    utf16le('"a"\n"b\ud83d"'),
    /line 2, byte 5 of the line \(byte 15 of the file\): 3D D8 22 00 is not valid UTF-16LE/,
  ],
  ['UTF-16 without its mark', Buffer.from('"a"', 'utf16le'), /iconv -f UTF-16LE -t UTF-8/],
  ['the other one', Buffer.from('"a"', 'utf16le').swap16(), /iconv -f UTF-16BE -t UTF-8/],
  ['UTF-32', latin1('\xff\xfe\0\0"\0\0\0'), /is UTF-32.*iconv -f UTF-32/],
  ['gzip', latin1('\x1f\x8b\x08\0'), /compressed by gzip/],
])('%s is refused by place', (_, bytes, message) => {
  const read = () => readPairs('my file.jsonl', bytes, warn);
  expect(read).toThrow(FileError);
  expect(read).toThrow(message);
});

test.each([
  ['', 'x.jsonl: is empty; each line must be ["instruction", "text"]'],
  ['\n \r\n', 'x.jsonl: has blank lines only; each'],
  ['"a"\n["a", "b", "c"]', 'x.jsonl, line 2: is a list of 3, not ["instruction"'],
  ['["a", 5]', 'x.jsonl, line 1: the text is a number, not a string; found ["a", 5]'],
  ['[null, "a"]', 'the instruction is null, not a string'],
  ['{"prompt": "a", "txt": "b"}', 'has no "text", but "prompt", "txt"; found {"prompt"'],
  ['{"text": ["a"]}', '"text" is a list of 1, not a string'],
  ['{"text": "a", "instruction": {}}', '"instruction" is an object, not a string'],
  ['true', 'is a boolean, not'],
  ['plain words', 'is not JSON (Unexpected token'],
  ['["a", "b"', "is not JSON (Expected ',' or ']'"],
])('%j is refused with a message', (text, message) => {
  const read = () => readPairs('x.jsonl', Buffer.from(text), warn);
  expect(read).toThrow(PairsError);
  expect(read).toThrow(message);
});

test.each([
  ['objects', `[${'{},'.repeat(10_000_000)}{}]`, 'has more than 10,000 lists and objects'],
  ['words', `["a"${',"a"'.repeat(10_000_000)}]`, 'has more than 100,000 values'],
  ['nesting', '['.repeat(40_000_000), 'is nested deeper than 100 levels'],
])('a line of too many %s is refused before it is parsed', (_, line, message) => {
  const began = process.cpuUsage();
  const read = () => readPairs('x.jsonl', Buffer.from(`"a"\n${line}`), warn);
  expect(read).toThrow(PairsError);
  expect(read).toThrow(`x.jsonl, line 2: ${message}; a line must be`);
  expect(process.cpuUsage(began).user / 1e6).toBeLessThan(3);
});

test('more pairs than are embedded at once are refused, with a remedy', () => {
  const read = (lines: string) => readPairs('x.jsonl', Buffer.from(lines), warn, 2);
  expect(read('"a"\n\n"b"\n')).toHaveLength(2);
  expect(() => read('"a"\n"b"\n"c"\n')).toThrow(PairsError);
  expect(() => read('"a"\n"b"\n"c"\n')).toThrow(
    'x.jsonl has more than 2 pairs, the most that are embedded at once; split it: split -l 2 <file>',
  );
});

test('empty lines are passed over soon, and counted', () => {
  const began = process.cpuUsage();
  const lines = Buffer.concat([Buffer.alloc(40_000_000, '\n'), Buffer.from('"a"\n\n5\n')]);
  expect(() => readPairs('x.jsonl', lines, warn)).toThrow('x.jsonl, line 40000003: is a number');
  expect(process.cpuUsage(began).user / 1e6).toBeLessThan(2);
});

test.each(['texts.csv', 'texts.TSV', 'texts.txt'])('%s is told how to become pairs', (name) => {
  expect(() => readPairs(name, Buffer.from('text,label\n'), warn)).toThrow(
    /found text,label\. Tables and plain texts are read by the page.*json\.dumps/,
  );
});

test('half a character is embedded as U+FFFD, and reported once', () => {
  const said: string[] = [];
  const lines = '"a"\n["", "ab\\ud83d c"]\n["\\udc00", "😀"]';
  const pairs = readPairs('x.jsonl', Buffer.from(lines), (message) => said.push(message));
  expect(pairs[1]).toEqual(['', 'ab\ud83d c']);
  expect(said).toEqual([
    'x.jsonl, line 2: character 3 of the text is half a character (\\ud83d, a lone surrogate) and counts as U+FFFD (2 lines have one)',
  ]);
});
