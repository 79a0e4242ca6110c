import { appendFile, mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { RecordStore } from './record-store.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'facet-records-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const key = (n: number) => n.toString(16).padStart(64, '0');
const value = (n: number) => Uint8Array.from({ length: 10 + n }, (_, i) => (i * 7 + n) % 256);
const entries = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, i) => [key(from + i), value(from + i)] as const);

async function onlyFile(): Promise<string> {
  const [origin] = await readdir(folder);
  const [file] = await readdir(join(folder, origin!));
  return join(folder, origin!, file!);
}

function keep(from: number, to: number, origin = 'a model'): void {
  const store = RecordStore.open(folder, origin);
  store.put(entries(from, to));
  store.close();
}

test('values come back, in this process and in the next', () => {
  const store = RecordStore.open(folder, 'a model');
  store.put(entries(0, 3));
  store.put(entries(2, 5));
  expect(store.get(key(4))).toEqual(value(4));
  store.close();
  const again = RecordStore.open(folder, 'a model');
  expect(again.size).toBe(5);
  for (let n = 0; n < 5; n++) expect(again.get(key(n))).toEqual(value(n));
  expect(again.get(key(9))).toBeUndefined();
  expect(again.broken).toEqual([]);
  again.close();
  const other = RecordStore.open(folder, 'another model');
  expect(other.size).toBe(0);
  other.close();
});

test('two processes at once keep both their values', () => {
  const [one, two] = [RecordStore.open(folder, 'm'), RecordStore.open(folder, 'm')];
  one.put(entries(0, 2));
  two.put(entries(1, 4));
  one.put(entries(4, 5));
  one.close();
  two.close();
  const both = RecordStore.open(folder, 'm');
  expect(both.size).toBe(5);
  for (let n = 0; n < 5; n++) expect(both.get(key(n))).toEqual(value(n));
  both.close();
});

test('a record that was never finished is left out, and the run goes on', async () => {
  keep(0, 3);
  const file = await onlyFile();
  const { length } = await readFile(file);
  await truncate(file, length - 5);
  const store = RecordStore.open(folder, 'a model');
  expect(store.size).toBe(2);
  expect(store.broken.length).toBe(1);
  store.put(entries(2, 3));
  store.close();
  const again = RecordStore.open(folder, 'a model');
  expect(again.get(key(2))).toEqual(value(2));
  again.close();
});

test('a changed byte is found: that record and what follows it do not count', async () => {
  keep(0, 4);
  const file = await onlyFile();
  const bytes = await readFile(file);
  // The value of the second record.
  bytes[12 + (8 + 32 + 10) + 4 + 32 + 3]! ^= 1;
  await writeFile(file, bytes);
  const store = RecordStore.open(folder, 'a model');
  expect(store.size).toBe(1);
  expect(store.get(key(0))).toEqual(value(0));
  store.close();
});

test('what is no file of records is passed over', async () => {
  keep(0, 1);
  const file = await onlyFile();
  await writeFile(file.replace('.records', '-x.records'), 'something else');
  await appendFile(`${file}.note`, 'a note');
  const store = RecordStore.open(folder, 'a model');
  expect(store.size).toBe(1);
  expect(store.broken.length).toBe(1);
  store.close();
});

test('a folder that cannot be made is named', () => {
  expect(() => RecordStore.open('/proc/nowhere', 'm')).toThrow('/proc/nowhere');
});
