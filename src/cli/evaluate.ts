/** `npm run evaluate`: compares instructions on labelled data with the page's engine, without a browser. */
import { basename, resolve } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Steps } from '../analysis/steps.ts';
import { PRECISIONS } from '../encoders/quantise.ts';
import { cachedEncode } from '../evaluation/compare/cached-encode.ts';
import { type Evaluated, type EvaluateOptions, evaluate } from '../evaluation/compare/evaluate.ts';
import type { NamedInstruction } from '../evaluation/compare/null-rows.ts';
import { methodsParagraph, mtebResult, resultsCsv } from '../evaluation/compare/results.ts';
import type { NamedData } from '../evaluation/formats/rows.ts';
import { searchInstruction } from '../evaluation/search/search.ts';
import { answerMeasure } from '../evaluation/tasks/answer-measure.ts';
import { taskOf } from '../evaluation/tasks/data.ts';
import type { Prompt, PromptBudget } from '../evaluation/tasks/prompts.ts';
import type { Encode, Task } from '../evaluation/tasks/types.ts';
import { startNodeEngine } from '../node/engine.ts';
import { ArgumentError, FileError } from '../node/errors.ts';
import { readModelFolder } from '../node/node-model.ts';
import { nodeOrt } from '../node/ort.ts';
import { OutputFolder } from '../node/output-folder.ts';
import { commandLine, parseInstructionRole, parsePrecision, wholeNumber } from './command.ts';
import { type Instructions, instructionsFor, readInstructions } from './instructions-file.ts';
import { printNote, report, say } from './print.ts';
import { progressLine } from './progress.ts';
import { luckLine, resultLines, roundLines } from './result-lines.ts';
import { readSearch } from './search-file.ts';
import { read, readSets } from './set-folders.ts';

const USAGE = `usage: npm run evaluate -- --model <folder> --data <folder> [--instructions file.json] [--search file.json] [--task a,b] [--output <folder>] [--precision ${PRECISIONS.join('|')}] [--resamples 2000] [--permutations 4999] [--seed 42]
  --model         a sentence-transformers folder, or one that "npm run model" wrote
  --data          a folder of labelled data, or a folder of such folders
  --instructions  {"task or *": ["instruction", …] or {"name": "instruction" or {"query": …, "document": …}}}; each text ends as it is to be embedded, mostly with ": "
  --search        {"domains": […], "types": […], "objectives": […]}: finds the best of these instructions on one half of the data, and reports it on the other
  --task          only these tasks, by the names that are printed, or their sets
  --output        writes mteb's result JSON, results.csv, methods.md and the prompts there
  --resamples, --permutations, --seed  of the intervals and tests
  --precision, --instruction  as for "npm run embed"
No instruction, a nonsense one and another task's always run along.
Exit code: 0 done, 1 failed, 2 wrong arguments, 130 interrupted. FACET_DEBUG=1 shows where an error arose.`;

const given = commandLine({
  usage: USAGE,
  options: {
    model: { type: 'string' },
    data: { type: 'string' },
    instructions: { type: 'string' },
    search: { type: 'string' },
    task: { type: 'string' },
    output: { type: 'string' },
    precision: { type: 'string' },
    instruction: { type: 'string' },
    resamples: { type: 'string', default: '2000' },
    permutations: { type: 'string', default: '4999' },
    seed: { type: 'string', default: '42' },
  },
  read: ({ precision, instruction, resamples = '', permutations = '', seed = '', ...values }) => ({
    model: needed('--model', values.model),
    data: needed('--data', values.data),
    instructions: values.instructions,
    search: values.search,
    tasks: values.task?.split(','),
    output: values.output,
    precision: precision === undefined ? undefined : parsePrecision(precision),
    instruction: parseInstructionRole(instruction),
    resamples: wholeNumber('--resamples', resamples, 100),
    permutations: wholeNumber('--permutations', permutations, 99),
    seed: wholeNumber('--seed', seed, 0, 2 ** 32 - 1),
  }),
});

const sets = chosen(await readSets(given.data));
const instructions: Instructions =
  given.instructions === undefined
    ? new Map()
    : readInstructions({ name: given.instructions, text: await read(given.instructions) });
const search =
  given.search === undefined
    ? null
    : readSearch({ name: given.search, text: await read(given.search) });
const output = given.output === undefined ? null : OutputFolder.open(given.output);

const ort = nodeOrt();
const model = await readModelFolder(given.model, ort, {
  precision: given.precision,
  instruction: given.instruction,
  onNote: printNote,
});
const engine = await startNodeEngine(model, ort);
const { resamples, permutations, seed } = given;
const options: EvaluateOptions = { resamples, permutations, seed, drive };
const budget: PromptBudget = {
  tokens: 2048,
  tokensPerExample: 1024,
  countTokens(text) {
    const { masked, pooled, cut } = engine.read([['', text]])[0]!;
    return masked + pooled + cut;
  },
};

const results: Evaluated[] = [];
const prompts: string[] = [];
for (const set of sets) {
  const encode = cachedEncode(embed(set.name));
  let data = set.task;
  const rows: NamedInstruction[] = instructionsFor(instructions, set.name);
  if (set.ownInstruction)
    rows.push({ name: 'the data’s own', ...set.ownInstruction, isNull: false });
  let chosenAt: number | null = null;
  if (search !== null) {
    const found = await searchInstruction(
      search,
      data,
      encode,
      (part) => task(part, null),
      options,
    );
    for (const line of roundLines(found.rounds)) say(`${set.name}: ${line}`);
    data = found.unseen;
    chosenAt = found.chosenAt;
    rows.unshift(found.instruction);
  }
  const evaluated = await evaluate(set.name, task(data, set.name), rows, encode, {
    ...options,
    onInstruction: (name, done, total) => say(`${set.name}: ${name} (${done + 1} of ${total})`),
  });
  results.push(evaluated);
  const luck = chosenAt === null ? [] : [luckLine(chosenAt, evaluated.rows[0]!)];
  const unprinted = await report([...resultLines(evaluated), ...luck]);
  if (unprinted !== null) say(unprinted);
}
engine.close();
if (output !== null) await write(output);

/** Makes the task of some data. @param prompted Name of the task whose prompts are kept; null for none. */
function task(data: NamedData['task'], prompted: string | null): Task {
  const onPrompt = (instance: number, { text, examples }: Prompt) =>
    prompts.push(`${JSON.stringify({ task: prompted, instance, prompt: text, examples })}\n`);
  return taskOf(data, { measure: answerMeasure(data), budget, ...(prompted !== null && output && { onPrompt }) });
}

function embed(name: string): Encode {
  return async (texts, instruction) => {
    const line = progressLine(`${name}: embedding`, 'texts');
    const { vectors, dim } = await engine.encode(
      texts.map((text) => [instruction, text] as const),
      {
        priority: 'bulk',
        onProgress: ({ done, total, tokensDone, tokensTotal }) =>
          line.show(tokensDone / Math.max(1, tokensTotal), done, total),
      },
    );
    line.end();
    return { vectors, count: texts.length, dim };
  };
}

/** Runs a computation; in between Ctrl+C is heard. */
async function drive<Result>(steps: Steps<Result>): Promise<Result> {
  let last = performance.now();
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
    if (performance.now() - last < 100) continue;
    await nextTurn();
    last = performance.now();
  }
}

async function write(folder: OutputFolder): Promise<void> {
  const bytes = (text: string) => new TextEncoder().encode(text);
  for (const each of results) {
    for (const [i, row] of each.rows.entries()) {
      const file = `${fileName(each.name)}.${i}-${fileName(row.instruction.name)}.json`;
      await folder.write(file, bytes(`${JSON.stringify(mtebResult(each, row), null, 2)}\n`));
    }
  }
  if (prompts.length > 0) await folder.write('prompts.jsonl', bytes(prompts.join('')));
  const name = basename(resolve(given.model));
  const methods = methodsParagraph(results, { model: name, resamples, permutations, seed });
  await folder.write('methods.md', bytes(`${methods}\n`));
  await folder.write('results.csv', bytes(resultsCsv(results)));
  folder.finish([]);
  say(`Results: ${given.output}`);
}

/** Names of tasks and instructions hold whatever people wrote. */
function fileName(name: string): string {
  return name.replace(/[^\p{L}\p{N}_-]+/gu, '_').slice(0, 60);
}

function chosen(all: readonly NamedData[]): readonly NamedData[] {
  const { tasks } = given;
  if (tasks === undefined) return all;
  const names = all.map(({ name }) => name);
  const isAsked = (name: string) => tasks.includes(name) || tasks.includes(name.split('/')[0]!);
  const unknown = tasks.find(
    (task) => !names.some((name) => name === task || name.split('/')[0] === task),
  );
  if (unknown === undefined) return all.filter(({ name }) => isAsked(name));
  throw new FileError(given.data, `has no task "${unknown}"; it has ${names.join(', ')}`);
}

function needed(name: string, value: string | undefined): string {
  if (value === undefined) throw new ArgumentError(`${name} must be given`);
  return value;
}
