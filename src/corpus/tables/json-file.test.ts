import { expect, test } from 'vitest';
import { indexJson, smallJson } from './json-file.ts';
import { spans } from './json-scan.ts';
import { Turns } from './limits.ts';

const index = (text: string) => indexJson(text, new Turns(text.length, () => {}, undefined));

const long = 'a ] } , [ { \\" '.repeat(10_000);
const LARGE: [string, string][] = [
  ['a list of rows', `[${'{"a":[1,2]},'.repeat(20_000)}{}]`],
  ['lists in fields', `{"a":[${'1,'.repeat(60_000)}1],"b":{"c":[${'[],'.repeat(60_000)}[]]}}`],
  ['long strings', `{"text":"${long}","rows":["${long}",{"a":"${long}"}]}`],
  ['values after each other', `{"a":"${long}"} ["${long}"]`],
  ['a list that never ends', `{"a":[1,2,[${'1,'.repeat(60_000)}`],
  ['a string that never ends', `{"a":["${long}`],
  ['brackets without beginnings', `]]}} [${'1,'.repeat(60_000)}1] }`],
  ['deep lists', `[${'['.repeat(60_000)}${']'.repeat(60_000)},[${'1,'.repeat(60_000)}1]]`],
  ['lists deeper than is read', `[${'['.repeat(150_000)}${']'.repeat(150_000)},{"a":1}]`],
];

test.each(LARGE)('%s: values end where a scan from each of them ends', async (_, text) => {
  const [noted, plain] = [await index(text), smallJson(text)];
  for (const { start } of [...noted.large.keys()].map((start) => ({ start }))) {
    const within = text[start] === '[' ? 'array' : 'object';
    const first = (json: typeof noted) => [...spans(json, start + 1, within)].slice(0, 50);
    expect(first(noted)).toEqual(first(plain));
  }
  const whole = (json: typeof noted) => [...spans(json, 0, 'file')].slice(0, 50);
  expect(whole(noted)).toEqual(whole(plain));
});

test('counts the commas of a list and of an object, not those within', async () => {
  const { large } = await index(`[${'[1,2,3],'.repeat(20_000)}{"a":[1,2]}]`);
  expect(large.get(0)).toMatchObject({ commas: 20_000 });
});

test('reads no further than rows are read', async () => {
  const text = `[${'{},'.repeat(3_000_000)}{}]`;
  const { large } = await index(text);
  expect(large.get(0)?.commas).toBeLessThan(1_200_000);
  expect(large.get(0)?.end).toBe(text.length);
});
