import { randomBytes } from 'node:crypto';
import { deflateRawSync } from 'node:zlib';
import { describe, expect, it, test } from 'vitest';
import { DataError } from '../lib/data-error.ts';
import { examples, FIRST_EXAMPLE } from './examples.ts';
import type { SavedView } from './saved-view.ts';
import {
  beginsAsWorkspace,
  isLink,
  readLink,
  readWorkspace,
  readWorkspaceFile,
  writeLink,
  writeWorkspace,
} from './workspace-file.ts';

const view: SavedView = {
  mode: 'difference',
  first: 'lens-1',
  second: null,
  columns: 'B',
  colour: 'rank',
  mapColour: 'labels',
  mapBy: null,
  rankedBy: 'both',
  labels: true,
};
const { workspace } = FIRST_EXAMPLE;

function changed(change: (json: Record<string, never>) => void): string {
  const json = JSON.parse(writeWorkspace(workspace, view, null));
  change(json);
  return JSON.stringify(json);
}

describe('a workspace file', () => {
  it.each(examples)('brings $id back with its view', async ({ load }) => {
    const workspace = await load();
    const read = readWorkspace(writeWorkspace(workspace, view, null));
    expect(read).toEqual({ workspace, view, hasTexts: true, model: null });
  });

  it('holds only the saved part of a view', () => {
    const wider = { ...view, drawer: true };
    expect(JSON.parse(writeWorkspace(workspace, wider, null)).view).toEqual(view);
  });

  it('names the model it was saved with, and nothing else about it', () => {
    const model = { name: 'facet-mini', precision: 'int8', fingerprint: 'ab12' };
    const text = writeWorkspace(workspace, view, { ...model, device: 'wasm' } as typeof model);
    expect(JSON.parse(text).model).toEqual(model);
    expect(readWorkspace(text)).toEqual({ workspace, view, hasTexts: true, model });
  });

  it('colours the map by a column or a score; what it does not know is no fault', () => {
    const read = (mapBy: unknown) => {
      const file = JSON.parse(writeWorkspace(workspace, view, null));
      return readWorkspace(JSON.stringify({ ...file, view: { ...view, mapBy } })).view?.mapBy;
    };
    expect(read('column:Jahr: 1')).toBe('column:Jahr: 1');
    expect(read('score')).toBe('score');
    expect([read(undefined), read('density'), read(3)]).toEqual([null, null, null]);
  });

  it('without a view comes from an earlier Facet', () => {
    const text = changed((json) => delete json.view);
    expect(readWorkspace(text)).toEqual({ workspace, view: null, hasTexts: true, model: null });
  });

  it.each<[string, string, RegExp]>([
    ['no JSON', '{"version": 2,', /^It is not JSON: /],
    ['a list', '[1]', /^workspace is a list of 1; it must be an object\.$/],
    ['another tool’s', '{"a": 1}', /^version is missing|^version is undefined/],
    ['a newer one', changed((j) => Object.assign(j, { version: 9 })), /A newer Facet wrote it/],
    [
      'a wrong mode',
      changed((j) => Object.assign(j.view!, { mode: 'three' })),
      /^view\.mode is "three"; it must be one of "one", "two", "difference"\.$/,
    ],
    [
      'a wrong lens of the view',
      changed((j) => Object.assign(j.view!, { first: 4 })),
      /^view\.first is 4; it must be the id of a lens, or null\.$/,
    ],
    [
      'texts of the wrong kind',
      changed((j) => Object.assign(j, { texts: [{ id: 'x', text: 'y', group: 'C' }] })),
      /^texts\[0\]\.group is "C"/,
    ],
    [
      'a model without a name',
      changed((j) => Object.assign(j, { model: { precision: 'int8', fingerprint: 'a' } })),
      /^model\.name is missing; it must be a text\.$/,
    ],
    ['no texts', changed((j) => delete j.texts), /^texts is missing; it must be a list\.$/],
  ])('refuses %s and says why', (_, text, message) => {
    expect(() => readWorkspace(text)).toThrow(message);
  });

  it('names a huge value by its kind alone', () => {
    const huge = `[${'[],'.repeat(100_000)}[]]`;
    const file = JSON.parse(writeWorkspace(workspace, view, null));
    const source = JSON.stringify({ ...file, name: '@' }).replace('"@"', huge);
    expect(() => readWorkspace(source)).toThrow('name is a list of 100001; it must be a text.');
  });

  it.each([
    ['objects', `[${'{},'.repeat(5_000_000)}{}]`, 'more than 1,000,000 lists and objects'],
    ['strings', `["a"${',"a"'.repeat(10_000_000)}]`, 'more than 4,300,000 values'],
    [
      'different keys',
      `{${Array.from({ length: 1_000_000 }, (_, i) => `"k${i}":1`).join(',')}}`,
      'more than 1,000 fields in one object',
    ],
    ['nesting', '['.repeat(40_000_000), 'nested deeper than 100 levels'],
    ['spaces', ' '.repeat(40_000_000), 'It is not JSON'],
  ])('of too many %s is refused before it is parsed', (_, text, message) => {
    const began = process.cpuUsage();
    expect(() => readWorkspace(text)).toThrow(DataError);
    expect(() => readWorkspace(text)).toThrow(message);
    expect(process.cpuUsage(began).user / 1e6).toBeLessThan(2);
  });

  it.each<[string, string]>([
    ...['1e300', '1e999', '-1e999', '1001', '0', '-0', '-1', '1.5', 'null', '"2"', '[2]'].map(
      (number): [string, string] => ['k', number],
    ),
    ...['1e300', '1e999', '8', '-1', '0.5', 'null', '"0"'].map((number): [string, string] => [
      'lenses[0].colour',
      number,
    ]),
    ...['1e300', '4', '0', '-1', '2.5', '-0', 'null', '"2"'].map((number): [string, string] => [
      'version',
      number,
    ]),
  ])('with %s = %s is refused by the field’s name', (field, number) => {
    const name = field.replace('lenses[0].', '');
    const text = writeWorkspace(workspace, view, null).replace(
      new RegExp(`"${name}": \\d+`),
      `"${name}": ${number}`,
    );
    expect(text).toContain(`"${name}": ${number}`);
    expect(() => readWorkspace(text)).toThrow(DataError);
    expect(() => readWorkspace(text)).toThrow(`${field} is `);
  });

  it('reads −0 as 0', () => {
    const text = changed((j) => Object.assign(j.lenses![0]!, { colour: 0 }));
    const read = readWorkspace(text.replace('"colour":0', '"colour":-0'));
    expect(Object.is(read.workspace.lenses[0]!.colour, 0)).toBe(true);
  });

  it('cannot reach the prototype of objects', () => {
    const text = writeWorkspace(workspace, view, null).replace(
      '{',
      '{"__proto__": {"polluted": 1},',
    );
    expect(readWorkspace(text).workspace).toEqual(workspace);
    expect('polluted' in {}).toBe(false);
  });

  it('must be UTF-8 text', async () => {
    const file = new File([new Uint8Array([0x7b, 0xff])], 'a.json');
    await expect(readWorkspaceFile(file)).rejects.toThrow('It is not text in UTF-8: save');
    const good = new File([writeWorkspace(workspace, view, null)], 'b.json');
    expect((await readWorkspaceFile(good)).workspace).toEqual(workspace);
  });
});

test.each(['utf8', 'utf16le', 'utf16be'])(
  'a workspace that an editor saved in %s',
  async (encoding) => {
    const text = `\ufeff${writeWorkspace(workspace, view, null)}`;
    const bytes = Buffer.from(text, encoding === 'utf8' ? 'utf8' : 'utf16le');
    if (encoding === 'utf16be') bytes.swap16();
    expect(beginsAsWorkspace(bytes.subarray(0, 2000))).toBe(true);
    expect((await readWorkspaceFile(new File([bytes], 'a.json'))).workspace).toEqual(workspace);
  },
);

test('a table of JSON does not begin as a workspace', () => {
  for (const text of ['[{"version": 2}]', '{"text": "lenses"}', '', 'text\n{"version": 2}']) {
    expect(beginsAsWorkspace(new TextEncoder().encode(text))).toBe(false);
  }
});

describe('a link', () => {
  it('carries lenses and settings, and texts only if asked', async () => {
    const without = await writeLink(workspace, view, false);
    const read = await readLink(without);
    expect(read).toEqual({
      // The name may tell of the texts too.
      workspace: { ...workspace, name: 'Shared lenses', texts: [], queries: [], documents: [] },
      view,
      hasTexts: false,
      model: null,
    });
    const whole = await writeLink(workspace, view, true);
    expect(await readLink(whole)).toEqual({ workspace, view, hasTexts: true, model: null });
    expect(without.length).toBeLessThan(whole.length);
  });

  it('consists of characters that a URL keeps', async () => {
    const link = await writeLink(workspace, view, true);
    expect(link).toMatch(/^#facet=[\w-]+$/);
    expect(isLink(link)).toBe(true);
    expect(isLink('#other')).toBe(false);
  });

  it('that was cut says so', async () => {
    const link = await writeLink(workspace, view, true);
    await expect(readLink(link.slice(0, -20))).rejects.toThrow(/cut or changed on its way/);
    await expect(readLink('#facet=%%%')).rejects.toThrow(/cut or changed on its way/);
  });

  it('of a gigabyte is refused before much of it is inflated', async () => {
    const packed = deflateRawSync(Buffer.alloc(300_000_000, 'a'));
    const before = process.memoryUsage.rss();
    const began = performance.now();
    await expect(readLink(`#facet=${packed.toString('base64url')}`)).rejects.toThrow(DataError);
    expect(performance.now() - began).toBeLessThan(2000);
    expect(process.memoryUsage.rss() - before).toBeLessThan(60_000_000);
  });

  it('longer than any of Facet is refused by its length', async () => {
    await expect(readLink(`#facet=${'A'.repeat(8_000_000)}`)).rejects.toThrow(/more than 5 MB/);
  });

  it('does not inflate beyond its limit', async () => {
    const link = await writeLink({ ...workspace, name: 'a'.repeat(6_000_000) }, view, true);
    expect(link.length).toBeLessThan(20_000);
    await expect(readLink(link)).rejects.toThrow(/more than 5 MB/);
  });

  it('is refused where no browser would open it', async () => {
    // Random, so that it cannot be deflated.
    const noise = randomBytes(1_500_000).toString('base64');
    const long = { ...workspace, texts: [{ id: 'a', text: noise, group: 'A' as const }] };
    await expect(writeLink(long, view, true)).rejects.toThrow('no browser opens so long a link');
  });
});
