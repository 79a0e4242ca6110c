import { describe, expect, it } from 'vitest';
import { DataError } from './errors.ts';
import { examples } from './examples.ts';
import { parseWorkspace, serialiseWorkspace, type Workspace } from './workspace.ts';

const good: Workspace = {
  version: 1,
  name: 'Test',
  instruction: 'Represent the sentence: ',
  queryInstruction: ' leading and trailing ',
  documentInstruction: '',
  texts: [{ id: 'a', text: '  raw  ', group: 'B' }],
  queries: [{ id: 'q', text: '' }],
  documents: [{ id: 'd', text: 'café 🙂\u2028line' }],
  k: 3,
  projection: 'umap',
};

describe('workspace files', () => {
  it('come back as they were, every space included', () => {
    expect(parseWorkspace(JSON.parse(serialiseWorkspace(good)))).toEqual(good);
  });

  it('leave out what they do not know', () => {
    expect(
      parseWorkspace({ ...good, extra: 1, queries: [{ id: 'q', text: '', more: 2 }] }),
    ).toEqual(good);
  });

  it.each<[field: string, change: Record<string, unknown>]>([
    ['version', { version: 2 }],
    ['name', { name: 7 }],
    ['instruction', { instruction: null }],
    ['queryInstruction', { queryInstruction: undefined }],
    ['documentInstruction', { documentInstruction: [] }],
    ['texts', { texts: {} }],
    ['texts[0]', { texts: ['x'] }],
    ['texts[0].id', { texts: [{ text: 'x', group: 'A' }] }],
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
    ['projection', { projection: 'tsne' }],
  ])('name the bad field: %s', (field, change) => {
    const read = () => parseWorkspace({ ...good, ...change });
    expect(read).toThrow(DataError);
    expect(read).toThrow(new RegExp(`^${field.replace(/[[\].]/g, '\\$&')} is `));
  });

  it.each([null, [], 'text', 3, undefined])('are objects: %j', (value) => {
    expect(() => parseWorkspace(value)).toThrow(/^workspace is /);
  });
});

describe('the examples', () => {
  it.each(examples.map((example) => [example.id, example] as const))(
    '%s fills all three panels',
    (_, { workspace }) => {
      expect(parseWorkspace(JSON.parse(serialiseWorkspace(workspace)))).toEqual(workspace);
      for (const group of ['A', 'B']) {
        expect(
          workspace.texts.filter((item) => item.group === group).length,
        ).toBeGreaterThanOrEqual(8);
      }
      expect(workspace.queries.length).toBe(3);
      expect(workspace.documents.length).toBe(14);
      const all = [...workspace.texts, ...workspace.queries, ...workspace.documents];
      expect(all.every(({ text }) => text !== '' && text === text.trim())).toBe(true);
      for (const list of [workspace.texts, workspace.queries, workspace.documents]) {
        expect(new Set(list.map(({ text }) => text)).size).toBe(list.length);
      }
    },
  );

  it('have ids of their own', () => {
    expect(new Set(examples.map(({ id }) => id)).size).toBe(examples.length);
  });
});
