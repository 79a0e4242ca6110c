import { expect, it } from 'vitest';
import { rowsOf, topicRows } from '../../../testing/rows.ts';
import { finish } from '../../analysis/steps.ts';
import { toRows } from '../../analysis/validate.ts';
import { promptRetrievalTask } from './prompt-retrieval.ts';
import { answerOf, buildPrompt, type Prompt } from './prompts.ts';
import { runTask } from './run-task.ts';
import type { Encode, Generate } from './types.ts';
import { voteK } from './vote-k.ts';

const countTokens = (text: string) => text.split(' ').length;
const budget = { tokens: 100, tokensPerExample: 50, countTokens };

const examples = [
  { input: 'far', output: 'no' },
  { input: 'near', output: 'yes indeed' },
  { input: 'question', output: 'leak' },
];
const instances = [{ input: 'question', output: 'yes sir' }];
const rows = [rowsOf([1, 0]), rowsOf([0, 1], [1, 0.1], [1, 0])];

it('the nearest example answers, but never the question itself', () => {
  const prompts: Prompt[] = [];
  const task = promptRetrievalTask(
    { examples, instances },
    { measure: 'rougeL', budget, onPrompt: (_, prompt) => prompts.push(prompt) },
  );
  const found = finish(task.score(rows));
  expect(found.measures).toEqual({ rougeL: 0.5 });
  expect(found.notes.join()).toContain('No generator was run');
  expect(prompts).toEqual([{ text: 'farno\n\nnearyes indeed\n\nquestion', examples: [0, 1] }]);
});

it('a generator answers the prompts, and its answers are scored', async () => {
  const task = promptRetrievalTask(
    { examples, instances },
    { measure: 'exact', budget, generator: 'a parrot' },
  );
  const encode: Encode = async (texts) => (texts.length === 1 ? rows[0]! : rows[1]!);
  const asked: string[] = [];
  const generate: Generate = async (prompts) => {
    asked.push(...prompts);
    return prompts.map(() => ' Yes, Sir!\nnearyes indeed');
  };
  const found = await runTask(task, encode, { query: '', document: '' }, finish, generate);
  expect(asked).toEqual(['farno\n\nnearyes indeed\n\nquestion']);
  expect(found).toMatchObject({ measures: { exact_match: 1 }, notes: [] });
  expect(task.protocol).toContain('the answer of a parrot');
  await expect(runTask(task, encode, { query: '', document: '' }, finish)).rejects.toThrow(
    'prompts for a generator',
  );
});

it('an answer of several lines ends where an example would', () => {
  const long = [{ input: 'q', output: 'one\ntwo' }];
  expect(answerOf('\n a\nb \n\nq', long)).toBe('a\nb');
  expect(answerOf(' a\nb', examples)).toBe('a');
});

it('a prompt keeps to its budget: the nearest stay, the long are passed over', () => {
  const shots = ['a b c', 'd', 'e f', 'g'].map((input) => ({ input, output: 'o' }));
  // The question takes 1 token, each example 1 more than its input.
  const few = { ...budget, tokens: 6, tokensPerExample: 3 };
  expect(buildPrompt('q', shots, [0, 1, 2, 3], few)).toEqual({
    text: 'e fo\n\ndo\n\nq',
    examples: [2, 1],
  });
});

it('vote-k chooses from each group before it chooses twice from one', () => {
  const embeddings = topicRows({ seed: 5, count: 60, dim: 16, topics: 4, spread: 0.4 });
  const chosen = [...finish(voteK(toRows('rows', embeddings), 8, 12))];
  const topics = chosen.map((example) => example % 4);
  expect(new Set(topics.slice(0, 4)).size).toBe(4);
  expect(new Set(chosen).size).toBe(8);
});

it('vote-k goes on when no votes are left', () => {
  const chosen = finish(voteK(toRows('rows', rowsOf([1, 0], [0, 1], [1, 1])), 5, 1));
  expect([...chosen].sort()).toEqual([0, 1, 2]);
});
