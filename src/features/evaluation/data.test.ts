import { describe, expect, it } from 'vitest';
import type { Table } from '../../corpus/tables/types.ts';
import { emptyWorkspace, type Workspace } from '../../workspace/workspace.ts';
import { guessTable, tableTasks } from './from-table.ts';
import { labelSources, matchColumns, workspaceTasks } from './from-workspace.ts';
import { setsOf } from './read-files.ts';

const table = (names: readonly string[], ...rows: readonly (string | null)[][]): Table => ({
  ...{ names, rows, header: true, width: names.length, blank: 0 },
  ...{ problems: { count: 0, listed: [] }, places: [], notes: [] },
});

describe('tables', () => {
  it('columns are guessed by name, then by what they hold', () => {
    const named = guessTable('a.csv', table(['label', 'text'], ['x', 'one']));
    expect(named.columns).toEqual({ text: 'text', label: 'label' });
    const rows = ['a', 'b', 'a', 'b'].map((kind, i) => [`${i}`, `a long text ${i}`, kind]);
    expect(guessTable('b.csv', table(['no', 'words', 'kind'], ...rows)).columns).toEqual({
      text: 'words',
      label: 'kind',
    });
  });

  it('labelled texts are parted, clustered whole, and rows without a label are left out and counted', () => {
    const rows = Array.from({ length: 8 }, (_, i) => [`t${i}`, i % 2 === 0 ? 'x' : 'y']);
    const [classification, clustering] = tableTasks(
      guessTable('set.csv', table(['text', 'label'], ...rows, ['t8', ''])),
    );
    expect(classification).toMatchObject({
      name: 'set: classification',
      note: expect.stringMatching(/4 texts .* 1 rows without text or label were left out\.$/),
    });
    expect(
      classification!.task.kind === 'classification' && classification!.task.data.test.length,
    ).toBe(4);
    expect(clustering!.task.data).toHaveLength(8);
  });

  it('a column "split" parts the rows', () => {
    const given = guessTable(
      'set.csv',
      table(
        ['text', 'label', 'split'],
        ['a', 'x', 'train'],
        ['b', 'y', 'train'],
        ['c', 'x', 'test'],
      ),
    );
    const [{ task }] = tableTasks(given) as [ReturnType<typeof tableTasks>[number]];
    expect(task.kind === 'classification' && task.data.test).toEqual([{ text: 'c', label: 'x' }]);
  });

  it('pairs are known by their columns, and a wrong score by its line', () => {
    const names = ['sentence1', 'sentence2', 'score'];
    const given = guessTable('p.csv', table(names, ['a', 'b', '2.5'], ['c', 'd', '1']));
    expect(tableTasks(given)[0]!.task).toEqual({
      kind: 'sts',
      data: [
        { a: 'a', b: 'b', score: 2.5 },
        { a: 'c', b: 'd', score: 1 },
      ],
    });
    expect(() => tableTasks(guessTable('p.csv', table(names, ['a', 'b', 'high'])))).toThrow(
      'p.csv, line 2: expected a number in the field "score"; found the string "high"',
    );
  });

  it('a table of one column says what is missing', () => {
    expect(() => guessTable('a.csv', table(['text'], ['x']))).toThrow(
      /a\.csv: expected a column of texts and one of labels.*; found the column "text"/,
    );
  });
});

describe('the workspace', () => {
  const workspace: Workspace = {
    ...emptyWorkspace(),
    version: 3,
    columns: ['topic'],
    facets: ['topic'],
    texts: ['x', 'y', 'x', 'y', 'x', 'y'].map((label, i) => ({
      ...{ id: `t${i}`, text: i === 5 ? 'text 0' : `text ${i}`, group: 'A' as const, label },
      cells: [i < 3 ? 'u' : 'v'],
    })),
    queries: [{ id: 'q', text: 'a query', cells: ['u'] }],
    documents: [
      { id: 'd1', text: 'one', cells: ['u'] },
      { id: 'd2', text: 'two', cells: ['w'] },
    ],
  };

  it('is labelled by its labels and its columns; a wording counts once', () => {
    expect(labelSources(workspace).map(({ column }) => column)).toEqual([null, 'topic']);
    const [first] = labelSources(workspace);
    const tasks = workspaceTasks(workspace, first!, null);
    expect(tasks.map(({ task }) => task.kind)).toEqual(['classification', 'clustering']);
    expect(tasks[1]!.task.data).toHaveLength(5);
  });

  it('is a retrieval by a column that queries and documents share', () => {
    expect(matchColumns(workspace)).toEqual(['topic']);
    const [task] = workspaceTasks(workspace, null, 'topic');
    expect(task!.task.kind === 'retrieval' && task!.task.data.judgements).toEqual(
      new Map([['q', new Map([['d1', 1]])]]),
    );
  });

  it('without labels there is no task', () => {
    expect(labelSources(emptyWorkspace())).toEqual([]);
    expect(workspaceTasks(emptyWorkspace(), null, null)).toEqual([]);
  });
});

describe('files', () => {
  const files = (...paths: string[]) => paths.map((path) => ({ path, file: new File([], path) }));
  const shape = (...paths: string[]) =>
    setsOf(files(...paths)).map((set) => [set.name, set.files.map(({ path }) => path)]);

  it('a folder is a set with its qrels, and folders of it are sets', () => {
    expect(shape('scifact/corpus.jsonl', 'scifact/qrels/test.tsv', 'scifact/README.md')).toEqual([
      ['scifact', ['corpus.jsonl', 'qrels/test.tsv']],
    ]);
    expect(shape('eval/a/data.jsonl', 'eval/a/meta.json', 'eval/b/train.jsonl')).toEqual([
      ['a', ['data.jsonl']],
      ['b', ['train.jsonl']],
    ]);
  });

  it('files chosen together are one set; judgements beside a corpus are its qrels', () => {
    expect(shape('corpus.jsonl', 'queries.jsonl', 'test.tsv')).toEqual([
      ['Chosen files', ['corpus.jsonl', 'queries.jsonl', 'qrels/test.tsv']],
    ]);
  });

  it('other files are named', () => {
    expect(() => shape('notes.pdf')).toThrow(
      /expected a table of texts and labels.*; found notes\.pdf/,
    );
  });
});
