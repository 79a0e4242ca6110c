/** Billboard and prompt retrieval as INSTRUCTOR's own evaluation scores them. */
import { expect, it } from 'vitest';
import { finish } from '../../analysis/steps.ts';
import type { EmbeddingMatrix } from '../../analysis/types.ts';
import { toRows } from '../../analysis/validate.ts';
import { seededRandom } from '../../lib/random.ts';
import { promptRetrievalTask } from './prompt-retrieval.ts';
import type { Prompt } from './prompts.ts';
import goldens from './reference-goldens.json' with { type: 'json' };
import { billboardTask } from './references.ts';
import { voteK } from './vote-k.ts';

/** Keep in step with training/reference/reference_task_goldens.py. */
function uniformRows(seed: number, count: number, dim: number): EmbeddingMatrix {
  const random = seededRandom(seed);
  return { vectors: Float32Array.from({ length: count * dim }, () => random() - 0.5), count, dim };
}

it.each(goldens.billboard)('billboard: $name', (golden) => {
  const { seed, sources, systems, references, dim, copies, human, pearson } = golden;
  const generated = uniformRows(seed, sources * systems, dim);
  const given = uniformRows(seed + 1, sources * references, dim);
  for (let copy = 0; copy < copies; copy++) {
    const from = copy * references * dim;
    generated.vectors.set(given.vectors.subarray(from, from + dim), copy * systems * dim);
  }
  const texts = human.map((score, i) => ({
    generated: `g${i}`,
    references: Array.from({ length: references }, (_, r) => `${Math.floor(i / systems)} ${r}`),
    human: score,
  }));
  // The task asks for the references of each text, also where texts share them.
  const repeated = new Float32Array(texts.length * references * dim);
  for (let i = 0; i < texts.length; i++) {
    const from = Math.floor(i / systems) * references * dim;
    const own = given.vectors.subarray(from, from + references * dim);
    repeated.set(own, i * references * dim);
  }
  const asked = { vectors: repeated, count: texts.length * references, dim };
  const found = finish(billboardTask(texts).score([generated, asked]));
  expect(Math.abs(found.measures.pearson! - pearson)).toBeLessThan(1e-9);
});

it.each(goldens.prompts)('prompts: $name', (golden) => {
  const { seed, dim, tokens, perExample, inputs, outputs, asked, prompts } = golden;
  const examples = inputs.map((input, i) => ({ input, output: outputs[i]! }));
  const instances = asked.map((input) => ({ input, output: 'o' }));
  const found: Prompt[] = [];
  const countTokens = (text: string) => text.split(/\s+/).filter((word) => word !== '').length;
  const budget = { tokens, tokensPerExample: perExample, countTokens };
  const onPrompt = (_: number, prompt: Prompt) => found.push(prompt);
  const task = promptRetrievalTask(
    { examples, instances },
    { measure: 'rougeL', budget, onPrompt },
  );
  const rows = [uniformRows(seed + 1, asked.length, dim), uniformRows(seed, inputs.length, dim)];
  finish(task.score(rows));
  expect(found).toEqual(prompts);
});

it.each(goldens.voteK)('vote-k: $name', ({ seed, count, dim, k, selected }) => {
  const rows = toRows('rows', uniformRows(seed, count, dim));
  expect([...finish(voteK(rows, selected.length, k))]).toEqual(selected);
});
