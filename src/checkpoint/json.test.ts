import { describe, expect, test } from 'vitest';
import { expectCheckpointError } from '../../testing/checkpoint-support.ts';
import {
  JsonObject,
  type JsonSize,
  parseStrictJson,
  readJson,
  SETTINGS_JSON,
  VOCABULARY_JSON,
} from './json.ts';

const parse = (text: string, maxDepth = 8) =>
  parseStrictJson('x.json', new TextEncoder().encode(text), { maxDepth });

test('parses what JSON.parse parses', () => {
  for (const text of [
    '{"a" : [1, {"b\\"": "c: {[", "\\\\": "\\\\"}], "b": {"a": null}}',
    '"a"',
    ' 1 ',
  ]) {
    expect(parse(text)).toEqual(JSON.parse(text));
  }
});

test('a name may stand in several objects, and as a value', () => {
  expect(parse('[{"a":"a"},{"a":{"a":["a","a"]}}]')).toHaveLength(2);
});

describe('refuses', () => {
  test.each<[string, string, RegExp]>([
    ['a name twice', '{"a":1,"b":{"a":1},"a":2}', /x\.json: has the name "a" twice/],
    ['a name twice, spaced and escaped', '{"é":1, "\\u00e9"\n :2}', /"é" twice/],
    ['an empty name twice', '{"":1,"":2}', /name "" twice/],
    ['nesting', '[[[[[[[[[]]]]]]]]]', /deeper than 8/],
    ['a web page', '\n <!DOCTYPE html>', /web page/],
    ['nothing', '', /not JSON/],
    ['an open string', '{"a', /not JSON/],
    ['NaN, as Python writes it', '{"a":NaN}', /not JSON/],
  ])('%s', async (_, text, message) => {
    await expectCheckpointError(() => parse(text), message);
  });

  test('bytes that are not UTF-8', async () => {
    const bytes = new Uint8Array([0x22, 0xff, 0x22]);
    await expectCheckpointError(() => parseStrictJson('x', bytes, { maxDepth: 1 }), /not UTF-8/);
  });

  const names = (count: number) =>
    `{${Array.from({ length: count }, (_, i) => `"k${i}":1`).join(',')}}`;
  test.each<[string, JsonSize, string, RegExp]>([
    ['objects', SETTINGS_JSON, `[${'{},'.repeat(5_000_000)}{}]`, /more than 200,000 lists and obj/],
    ['strings', SETTINGS_JSON, `["a"${',"a"'.repeat(4_000_000)}]`, /more than 1,000,000 values/],
    ['names', SETTINGS_JSON, names(1_000_000), /more than 200,000 fields in one object/],
    ['objects', VOCABULARY_JSON, `[${'{},'.repeat(20_000_000)}{}]`, /more than 2,000,000 lists/],
    ['strings', VOCABULARY_JSON, `["a"${',"a"'.repeat(15_000_000)}]`, /more than 6,000,000 values/],
    ['names', VOCABULARY_JSON, names(3_000_000), /more than 1,000,000 fields in one object/],
  ])('too many %s, before parsing them', async (_, size, text, message) => {
    const bytes = new TextEncoder().encode(text);
    const began = process.cpuUsage();
    await expectCheckpointError(
      () => parseStrictJson('x.json', bytes, { maxDepth: 8, size }),
      message,
    );
    expect(process.cpuUsage(began).user / 1e6).toBeLessThan(2);
  });

  test('a file that is too long, before reading it', async () => {
    const read = () => expect.fail('nothing is to be read');
    const file = { name: 'config.json', size: 64_000_000, read };
    await expectCheckpointError(() => readJson(file), /config\.json: is 64000000 bytes long/);
    await expectCheckpointError(
      () => readJson({ ...file, size: 70_000_000 }, undefined, VOCABULARY_JSON),
      /is 70000000 bytes long; .* under 67108864/,
    );
  });

  // Each costs hours or the stack if the scan backtracks, recurses or starts over.
  test.each<[string, string]>([
    ['escaped quotes without an end', `"${'\\"'.repeat(2_000_000)}`],
    ['backslashes without an end', `"${'\\'.repeat(4_000_001)}`],
    ['brackets', '['.repeat(4_000_000)],
    ['quotes', `[${'""'.repeat(2_000_000)}`],
    ['spaces after strings', `[${`"" ${' '.repeat(1000)}`.repeat(4000)}`],
  ])('four megabytes of %s, soon', async (_, text) => {
    const began = performance.now();
    await expectCheckpointError(() => parse(text), /not JSON|deeper/);
    expect(performance.now() - began).toBeLessThan(3000);
  });
});

describe("Python's numbers", () => {
  const read = (text: string) =>
    parseStrictJson('x.json', new TextEncoder().encode(text), { maxDepth: 8, nonFinite: true });

  test('are read where numbers stand', () => {
    const text = '{"a": NaN, "b": [Infinity,-Infinity], "c": "NaN, Infinity \\" NaN", "NaN": 1e3}';
    expect(read(text)).toEqual({
      a: Number.NaN,
      b: [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
      c: 'NaN, Infinity " NaN',
      NaN: 1000,
    });
  });

  test.each(['{"a": -NaN}', '{"a": nan}', '{NaN: 1}', '{"a": +Infinity}', 'NaNaN'])(
    '%s is neither',
    (text) => {
      expect(() => read(text)).toThrow(/x\.json: is not JSON/);
    },
  );

  test('count as no number that Facet needs', () => {
    const config = new JsonObject('x.json', read('{"eps": NaN, "side": "left"}'));
    expect(() => config.number('eps', { min: 0, max: 1, fallback: 0.5 })).toThrow(
      /field "eps" is NaN; Facet needs a number from 0 to 1/,
    );
    expect(() => config.choice('side', { right: 1 })).toThrow(/is "left"; Facet needs "right"$/);
  });
});
