import { describe, expect, it } from 'vitest';
import { VectorsHere } from '../../../testing/vectors-here.ts';
import { workerHere } from '../../../testing/worker-here.ts';
import { finish } from '../../analysis/steps.ts';
import { seededRandom } from '../../lib/random.ts';
import { evaluate } from '../compare/evaluate.ts';
import { EvaluationError } from '../errors.ts';
import { FormatError } from '../formats/format-error.ts';
import type { NamedData } from '../formats/rows.ts';
import { taskOf } from '../tasks/data.ts';
import { heldOutTask } from '../tasks/held-out.ts';
import type { Encode } from '../tasks/types.ts';
import { type EncodeRows, startEvaluation } from './client.ts';
import { serveEvaluation } from './service.ts';
import type { EvaluationOrder, EvaluationProgress } from './types.ts';

const DIM = 6;
const texts = Array.from({ length: 60 }, (_, i) => ({
  text: `text ${i}`,
  label: `label ${i % 3}`,
}));
const data: NamedData = { name: 'set', ...heldOutTask(texts) };
const good = { name: 'good', query: 'good: ', document: 'good: ', isNull: false };
const idle = { name: 'idle', query: 'idle: ', document: 'idle: ', isNull: false };
const statistics = { resamples: 200, permutations: 199, seed: 1 };

/** Under an instruction with "good" the label is in the vector; else there is only noise. */
const encode: Encode = async (given, instruction) => {
  const vectors = new Float32Array(given.length * DIM);
  for (const [i, text] of given.entries()) {
    const number = Number(text.split(' ')[1]);
    const random = seededRandom(number * 7919 + instruction.length);
    for (let c = 0; c < DIM; c++) vectors[i * DIM + c] = random() - 0.5;
    if (instruction.includes('good')) vectors[i * DIM + (number % 3)]! += 1.5;
  }
  return { vectors, count: given.length, dim: DIM };
};

function set() {
  const vectors = new VectorsHere();
  const asked: string[] = [];
  const rows: EncodeRows = async (given, instruction, { onProgress }) => {
    asked.push(instruction);
    const { vectors: own } = await encode(given, instruction);
    const first = await vectors.store.add(new Float32Array(own), DIM);
    onProgress(0.5);
    return { rows: Uint32Array.from(given, (_, i) => first + i), dim: DIM };
  };
  const start = () => workerHere(serveEvaluation, []);
  return { evaluation: startEvaluation(vectors.port(), rows, start), asked };
}

const order = (more: Partial<EvaluationOrder> = {}): EvaluationOrder => ({
  data,
  instructions: [idle, good],
  search: null,
  ...statistics,
  ...more,
});

describe('evaluation in a worker', () => {
  it('gives the numbers of the same evaluation without one', async () => {
    const { evaluation } = set();
    const seen: EvaluationProgress[] = [];
    const found = await evaluation.evaluate(order(), { onProgress: (each) => seen.push(each) });
    const task = taskOf(data.task, {
      measure: 'rougeL',
      budget: { tokens: 0, tokensPerExample: 0, countTokens: () => 0 },
    });
    const here = await evaluate('set', task, [idle, good], encode, {
      ...statistics,
      drive: finish,
    });
    expect(found.rows.map(({ interval }) => interval)).toEqual(
      here.rows.map(({ interval }) => interval),
    );
    expect(found.tests).toEqual(here.tests);
    expect(found.winner).toBe(1);
    expect(found.rows.map(({ beatsNulls }) => beatsNulls)).toEqual([
      false,
      true,
      false,
      false,
      false,
    ]);
    expect(found.rows[1]!.scores.notes[0]).toMatch(/no split: 30 texts .* other 30 predicted/);
    // Of a mean, what a unit contributes is its own score.
    const own = found.rows[1]!.contributions!;
    expect(own.length).toBe(30);
    expect(found.unitTexts?.length).toBe(30);
    expect(own.reduce((sum, each) => sum + each, 0) / 30).toBeCloseTo(
      found.rows[1]!.interval.estimate,
    );
    const fractions = seen.map(({ fraction }) => fraction);
    expect(fractions).toEqual([...fractions].sort((a, b) => a - b));
    expect(fractions.at(-1)).toBeLessThanOrEqual(1);
    expect(seen.at(-1)?.step).toBe('comparing');
  });

  it('searches on one half, and reports on the other', async () => {
    const { evaluation, asked } = set();
    const search = {
      ...{ domains: ['good', 'poor'], types: ['text'], objectives: ['a', 'b'] },
      ...{ wordings: ['The {domain} {type} for {objective}'], endings: [': '], document: null },
    };
    const found = await evaluation.evaluate(order({ search }), {});
    expect(found.search!.rounds.map(({ scores }) => scores.length)).toEqual([4, 2]);
    expect(found.rows[0]!.instruction.query).toMatch(/^The good text for [ab]: $/);
    // Half of the 30 texts that are predicted.
    expect(found.rows[0]!.scores.units.count).toBe(15);
    expect(asked.filter((each) => each.startsWith('The ')).length).toBeGreaterThan(0);
  });

  it('scores other wordings on the units of the row, a search’s half among them', async () => {
    const { evaluation } = set();
    const instruction = { ...good, query: 'Represent the good text: ' };
    const named = { ...instruction, document: instruction.query };
    const seen: EvaluationProgress[] = [];
    const onProgress = (each: EvaluationProgress) => seen.push(each);
    const asked = { data, instruction: named, unseenHalf: false, ...statistics };
    const found = await evaluation.wordings(asked, { onProgress });
    const whole = await evaluation.evaluate(order({ instructions: [named] }), {});
    expect(found.score).toBeCloseTo(whole.rows[0]!.interval.estimate, 12);
    expect(found.units).toEqual({ name: 'test texts', count: 30 });
    expect(found.wordings.length).toBe(12);
    // In capitals it has no "good", and so no label in its vectors.
    const capitals = found.wordings.find(({ wording }) => wording.change === 'capitals');
    if (capitals !== undefined) expect(capitals.score).toBeLessThan(found.score - 0.2);
    expect(found.highest - found.lowest).toBeGreaterThan(0);
    const fractions = seen.map(({ fraction }) => fraction);
    expect(fractions).toEqual([...fractions].sort((a, b) => a - b));
    expect(seen.map(({ instruction: change }) => change)).toContain('as given');
    expect(seen.at(-1)?.step).toBe('comparing');
    const half = await evaluation.wordings({ ...asked, unseenHalf: true }, {});
    expect(half.units.count).toBe(15);
  });

  it('an error of the page’s embedding, of the data and of a file keeps its class', async () => {
    const failing = startEvaluation(
      new VectorsHere().port(),
      async () => {
        throw new EvaluationError('Embedding was cancelled.');
      },
      () => workerHere(serveEvaluation, []),
    );
    await expect(failing.evaluate(order(), {})).rejects.toThrow(
      new EvaluationError('Embedding was cancelled.'),
    );
    const { evaluation } = set();
    const file = {
      path: 'data.jsonl',
      content: new Blob(['{"a": "x", "b": "y", "score": "high"}']),
    };
    const error: unknown = await evaluation.read('set', [file]).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(FormatError);
    expect(String(error)).toContain('line 1: expected a number in the field "score"');
  });

  it('stops when it is cancelled', async () => {
    const { evaluation, asked } = set();
    const controller = new AbortController();
    const running = evaluation.evaluate(order(), {
      signal: controller.signal,
      onProgress: ({ instruction }) => instruction === 'good' && controller.abort(),
    });
    await expect(running).rejects.toThrow(expect.objectContaining({ name: 'AbortError' }));
    const before = asked.length;
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(asked.length).toBeLessThanOrEqual(before + 1);
  });
});
