import { describe, expect, it } from 'vitest';
import { DataError } from '../lib/data-error.ts';
import { examples } from './examples.ts';
import { parseWorkspace, type Workspace } from './workspace.ts';

const good: Workspace = {
  version: 2,
  name: 'Test',
  lenses: [
    {
      id: 'l',
      name: 'Topic',
      colour: 7,
      on: true,
      instruction: 'Represent the sentence: ',
      queryInstruction: ' leading and trailing ',
      documentInstruction: '',
    },
    {
      id: 'm',
      name: '',
      colour: 0,
      on: false,
      instruction: '',
      queryInstruction: 'Query:',
      documentInstruction: '',
    },
  ],
  texts: [
    { id: 'a', text: '  raw  ', group: 'B' },
    { id: 'b', text: 'labelled', group: 'A', label: ' sport ' },
  ],
  queries: [{ id: 'q', text: '' }],
  documents: [{ id: 'd', text: 'café 🙂\u2028line' }],
  k: 3,
  projection: 'umap',
};

const [lens] = good.lenses;

describe('workspace files', () => {
  it('come back unchanged, every space included', () => {
    expect(parseWorkspace(JSON.parse(JSON.stringify(good)))).toEqual(good);
  });

  it('drop unknown fields', () => {
    expect(
      parseWorkspace({ ...good, extra: 1, queries: [{ id: 'q', text: '', more: 2 }] }),
    ).toEqual(good);
  });

  it.each<[field: string, change: Record<string, unknown>]>([
    ['version', { version: 4 }],
    ['columns', { version: 3 }],
    ['columns[1]', { version: 3, columns: ['a', 2] }],
    ['columns[2]', { version: 3, columns: ['a', 'b', 'a'] }],
    [
      'texts[0].cells[0]',
      { version: 3, columns: ['a'], texts: [{ ...good.texts[0], cells: [1] }] },
    ],
    [
      'texts[0].cells',
      { version: 3, columns: ['a'], texts: [{ ...good.texts[0], cells: ['x', 'y'] }] },
    ],
    ['version', { version: '2' }],
    ['name', { name: 7 }],
    ['lenses', { lenses: undefined }],
    ['lenses', { lenses: [] }],
    ['lenses', { lenses: Array.from({ length: 9 }, (_, i) => ({ ...lens, id: `${i}` })) }],
    ['lenses[0].instruction', { lenses: [{ ...lens, instruction: null }] }],
    ['lenses[0].queryInstruction', { lenses: [{ ...lens, queryInstruction: undefined }] }],
    ['lenses[0].documentInstruction', { lenses: [{ ...lens, documentInstruction: [] }] }],
    ['lenses[0].name', { lenses: [{ ...lens, name: 1 }] }],
    ['lenses[0].colour', { lenses: [{ ...lens, colour: 8 }] }],
    ['lenses[0].colour', { lenses: [{ ...lens, colour: 0.5 }] }],
    ['lenses[0].on', { lenses: [{ ...lens, on: 'yes' }] }],
    ['lenses[1].id', { lenses: [lens, lens] }],
    ['texts', { texts: {} }],
    ['texts[0]', { texts: ['x'] }],
    ['texts[0].id', { texts: [{ text: 'x', group: 'A' }] }],
    ['texts[0].label', { texts: [{ id: 'a', text: 'x', group: 'A', label: 3 }] }],
    ['texts[0].group', { texts: [{ id: 'a', text: 'x', group: 'C' }] }],
    [
      'queries[1].text',
      {
        queries: [
          { id: 'a', text: 'x' },
          { id: 'b', text: 1 },
        ],
      },
    ],
    [
      'documents[1].id',
      {
        documents: [
          { id: 'a', text: 'x' },
          { id: 'a', text: 'y' },
        ],
      },
    ],
    ['k', { k: 0 }],
    ['k', { k: 2.5 }],
    ['projection', { projection: 'lda' }],
  ])('name the bad field: %s', (field, change) => {
    const read = () => parseWorkspace({ ...good, ...change });
    expect(read).toThrow(DataError);
    expect(read).toThrow(new RegExp(`^${field.replace(/[[\].]/g, '\\$&')} is `));
  });

  it.each([null, [], 'text', 3, undefined])('are objects: %j', (value) => {
    expect(() => parseWorkspace(value)).toThrow(/^workspace is /);
  });
});

describe('a workspace of version 1', () => {
  const old = {
    version: 1,
    name: 'Old',
    instruction: 'Represent the sentence: ',
    queryInstruction: ' leading and trailing ',
    documentInstruction: '',
    texts: [{ id: 'a', text: '  raw  ', group: 'B' }],
    queries: [{ id: 'q', text: '' }],
    documents: [],
    k: 3,
    projection: 'umap',
  };

  it('becomes one lens, and loses nothing', () => {
    const { version: _, instruction, queryInstruction, documentInstruction, ...rest } = old;
    const { version, lenses, ...read } = parseWorkspace(old);
    expect(version).toBe(2);
    expect(lenses).toHaveLength(1);
    expect(lenses[0]).toMatchObject({ instruction, queryInstruction, documentInstruction });
    expect(lenses[0]).toMatchObject({ on: true, colour: 0 });
    expect(read).toEqual(rest);
  });

  it('names the bad field', () => {
    expect(() => parseWorkspace({ ...old, queryInstruction: 1 })).toThrow(/^queryInstruction is /);
  });
});

it('tells a newer workspace from one that Facet did not write', () => {
  expect(() => parseWorkspace({ ...good, version: 4 })).toThrow('reload the page');
  expect(() => parseWorkspace({ ...good, version: 'x' })).toThrow('Facet did not write it');
});

describe('the examples', () => {
  it.each(examples.map((example) => [example.id, example] as const))(
    '%s fills all three panels',
    async (_, { name, load }) => {
      const workspace = await load();
      expect(workspace.name).toBe(name);
      expect(parseWorkspace(JSON.parse(JSON.stringify(workspace)))).toEqual(workspace);
      expect(workspace.texts.length).toBeGreaterThanOrEqual(16);
      expect(workspace.queries.length).toBeGreaterThanOrEqual(2);
      expect(workspace.documents.length).toBe(14);
      const all = [...workspace.texts, ...workspace.queries, ...workspace.documents];
      expect(all.every(({ text }) => text !== '' && text === text.trim())).toBe(true);
      for (const list of [workspace.texts, workspace.queries, workspace.documents]) {
        expect(new Set(list.map(({ text }) => text)).size).toBe(list.length);
      }
    },
  );

  it('have three lenses, each with instructions of its own', async () => {
    for (const { load } of examples) {
      const { lenses } = await load();
      expect(lenses).toHaveLength(3);
      expect(new Set(lenses.map(({ instruction }) => instruction)).size).toBe(3);
      expect(new Set(lenses.map(({ id }) => id)).size).toBe(3);
    }
  });

  it('have unique ids', () => {
    expect(new Set(examples.map(({ id }) => id)).size).toBe(examples.length);
  });
});
