import { describe, expect, it } from 'vitest';
import { readSet } from './read-set.ts';

const file = (name: string, ...rows: readonly unknown[]) => ({
  name,
  text: rows.map((row) => (typeof row === 'string' ? row : JSON.stringify(row))).join('\n'),
});
const only = (...files: { name: string; text: string }[]) => {
  const found = readSet('set', files);
  expect(found.length).toBe(1);
  return found[0]!.task;
};

describe('BEIR', () => {
  const corpus = file(
    'corpus.jsonl',
    { _id: 'd1', title: 'T', text: 'x' },
    { _id: 'd2', text: 'y' },
  );
  const queries = file('queries.jsonl', { _id: 'q1', text: 'who' });
  const header = 'query-id\tcorpus-id\tscore';

  it('is read with its titles, and with or without a header', () => {
    for (const lines of [[header, 'q1\td1\t2'], ['q1\td1\t2'], ['q1 0 d1 2']]) {
      const task = only(corpus, queries, file('qrels/test.tsv', ...lines));
      expect(task).toEqual({
        kind: 'retrieval',
        data: {
          queries: [{ id: 'q1', text: 'who' }],
          documents: [
            { id: 'd1', text: 'T x' },
            { id: 'd2', text: 'y' },
          ],
          judgements: new Map([['q1', new Map([['d1', 2]])]]),
        },
      });
    }
  });

  it('the test split is taken before others', () => {
    const task = only(
      corpus,
      queries,
      file('qrels/dev.tsv', 'q1\td2\t1'),
      file('qrels/test.tsv', 'q1\td1\t1'),
    );
    expect(task.kind === 'retrieval' && task.data.judgements.get('q1')?.get('d1')).toBe(1);
  });

  it.each([
    [
      [header, 'q1\td9\t1'],
      /qrels\.tsv, line 2: expected the id of a document in corpus\.jsonl; found the string "d9"/,
    ],
    [[header, 'q1\td1\tmuch'], /line 2: expected a query’s id, a document’s id and a whole grade/],
    [[header], /qrels\.tsv: expected lines with .*; found none/],
  ])('%j is refused', (lines, words) => {
    expect(() => only(corpus, queries, file('qrels.tsv', ...lines))).toThrow(words);
  });

  it('a repeated id and a missing file are refused', () => {
    const twice = file('corpus.jsonl', { _id: 'd1', text: 'x' }, { _id: 'd1', text: 'y' });
    const qrels = file('qrels.tsv', 'q1\td1\t1');
    expect(() => only(twice, queries, qrels)).toThrow(
      'corpus.jsonl, line 2: expected an id of its own; found the string "d1", as in line 1',
    );
    expect(() => only(corpus, qrels)).toThrow('expected queries.jsonl beside corpus.jsonl');
  });
});

describe('rows', () => {
  it.each([
    [
      { a: 'x', b: 'y', score: 2 },
      { kind: 'sts', data: [{ a: 'x', b: 'y', score: 2 }] },
    ],
    [
      { sentence1: 'x', sentence2: 'y', label: 1 },
      { kind: 'pairClassification', data: [{ a: 'x', b: 'y', alike: true }] },
    ],
    [
      { sentence1: ['x', 'v'], sentence2: ['y', 'w'], labels: [1, 0] },
      {
        kind: 'pairClassification',
        data: [
          { a: 'x', b: 'y', alike: true },
          { a: 'v', b: 'w', alike: false },
        ],
      },
    ],
    [
      { query: 'q', positive: ['p'], negative: ['n', 'm'] },
      { kind: 'reranking', data: [{ query: 'q', positive: ['p'], negative: ['n', 'm'] }] },
    ],
    [
      { generated: 'g', references: ['r'], human: 3, system: 's' },
      { kind: 'billboard', data: [{ generated: 'g', references: ['r'], human: 3 }] },
    ],
    [
      { sentences: ['x', 'y'], labels: ['u', 'v'] },
      {
        kind: 'clustering',
        data: [
          { text: 'x', label: 'u' },
          { text: 'y', label: 'v' },
        ],
      },
    ],
    [
      { text: 't', human_summaries: ['h'], machine_summaries: ['m'], relevance: [2] },
      {
        kind: 'summarisation',
        data: [{ humanSummaries: ['h'], machineSummaries: ['m'], relevance: [2] }],
      },
    ],
  ])('%j', (row, task) => {
    expect(only(file('data.jsonl', row))).toEqual(task);
  });

  it('splits come from a field or from the files’ names', () => {
    const rows = [
      { text: 'x', label: 1, split: 'train' },
      { text: 'y', label: 2, split: 'test' },
    ];
    const expected = {
      kind: 'classification',
      data: { train: [{ text: 'x', label: '1' }], test: [{ text: 'y', label: '2' }] },
    };
    expect(only(file('data.jsonl', ...rows))).toEqual(expected);
    const [train, test] = rows.map(({ split: _, ...row }) => row);
    expect(only(file('train.jsonl', train), file('test.jsonl', test))).toEqual(expected);
  });

  it('views are a task each', () => {
    const set = file('data.jsonl', { text: 'x', labels: { topic: 'u', mood: 'v' } });
    expect(readSet('set', [set]).map(({ name }) => name)).toEqual(['set/topic', 'set/mood']);
  });

  it.each([
    [['{"a": "x"'], 'data.jsonl, line 1: expected JSON; found the string "{\\"a\\": \\"x\\""'],
    [[{ a: 'x' }], /line 1: expected the fields of a task: .*; found the fields "a"/],
    [
      [
        { a: 'x', b: 'y', score: 1 },
        { a: 'x', b: 'y', score: 'high' },
      ],
      'line 2: expected a number in the field "score"; found the string "high"',
    ],
    [
      [{ a: 'x', b: 'y', score: 1 }, '', { a: 'x', c: 'y', score: 1 }],
      'line 3: expected a text in the field "b" or "sentence2"; found the fields "a", "c", "score"',
    ],
    [[{ a: 'x', b: 'y', label: 3 }], 'line 1: expected the label 0 or 1; found the number 3'],
    [[{ text: 'x', label: 'u', split: 'test' }], 'found no row of "train"'],
    [['[1]'], 'line 1: expected a JSON object; found a list of 1'],
    [[''], 'expected a JSON object on each line; found no line'],
  ])('%j is refused', (rows, words) => {
    expect(() => only(file('data.jsonl', ...rows))).toThrow(words);
  });
});

describe('files of the reference', () => {
  const refs = file('mscoco_references.jsonl', { refs: ['r', 's'] }, { refs: ['u'] });

  it('Billboard: the texts of a source follow each other', () => {
    const hyps = ['a', 'b', 'c', 'd'].map((hyp, i) => ({ hyp, human_score: i }));
    expect(only(refs, file('mscoco_THumB-1.0.jsonl', ...hyps))).toEqual({
      kind: 'billboard',
      data: [
        { generated: 'a', references: ['r', 's'], human: 0 },
        { generated: 'b', references: ['r', 's'], human: 1 },
        { generated: 'c', references: ['u'], human: 2 },
        { generated: 'd', references: ['u'], human: 3 },
      ],
    });
    expect(() => only(refs, file('mscoco_THumB-1.0.jsonl', ...hyps.slice(1)))).toThrow(
      'expected a multiple of the 2 lines of mscoco_references.jsonl; found 3 lines',
    );
  });

  it('MEDI: the query against pos and neg, with its own instructions', () => {
    const record = { query: ['Q: ', 'q'], pos: ['D: ', 'p'], neg: ['D: ', 'n'] };
    const [found] = readSet('set', [file('medi.json', JSON.stringify([record, record]))]);
    const item = { query: 'q', positive: ['p'], negative: ['n'] };
    expect(found).toEqual({
      name: 'set',
      task: { kind: 'reranking', data: [item, item] },
      ownInstruction: { query: 'Q: ', document: 'D: ' },
    });
    const wrong = JSON.stringify([record, { ...record, neg: 'n' }]);
    expect(() => readSet('set', [file('medi.json', wrong)])).toThrow(
      'medi.json, line 2: expected [instruction, text] in the field "neg"; found the string "n"',
    );
  });

  it('prompt retrieval: examples and instances, or a task of Natural Instructions', () => {
    const list = (question: string) => JSON.stringify([{ question, query: 'SELECT' }]);
    const found = only(file('geo_train.json', list('t')), file('geo_eval.json', list('e')));
    expect(found).toEqual({
      kind: 'promptRetrieval',
      data: {
        examples: [{ input: 't', output: 'SELECT' }],
        instances: [{ input: 'e', output: 'SELECT' }],
      },
    });
    const Instances = ['a', 'b', 'c', 'd'].map((input) => ({ input, output: ['Yes.'] }));
    const task = only(file('task.json', JSON.stringify({ Definition: ['d'], Instances })));
    const { examples, instances } = (task as typeof found & { kind: 'promptRetrieval' }).data;
    expect([...examples, ...instances].map(({ input }) => input).sort()).toEqual([
      'a',
      'b',
      'c',
      'd',
    ]);
    expect(instances.length).toBe(2);
  });
});

it('a folder of no known kind is told what is known', () => {
  expect(() => readSet('set', [{ name: 'notes.txt', text: '' }])).toThrow(
    /set: expected corpus\.jsonl.*; found notes\.txt/,
  );
});
