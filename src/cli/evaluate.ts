/** `npm run evaluate`: compares instructions on labelled data with the page's engine, without a browser. */
import { basename, resolve } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Steps } from '../analysis/steps.ts';
import type { EmbeddingMatrix } from '../analysis/types.ts';
import { PRECISIONS } from '../encoders/quantise.ts';
import { cachedEncode, memoryStore } from '../evaluation/compare/cached-encode.ts';
import { type Evaluated, type EvaluateOptions, evaluate } from '../evaluation/compare/evaluate.ts';
import { type NamedInstruction, nullRows } from '../evaluation/compare/null-rows.ts';
import type { NamedData } from '../evaluation/formats/rows.ts';
import { searchInstruction } from '../evaluation/search/search.ts';
import { sensitivity, WORDINGS_TRIED } from '../evaluation/sensitivity/sensitivity.ts';
import { wordingsOf } from '../evaluation/sensitivity/wordings.ts';
import type { Moved } from '../evaluation/sensitivity/wordings-csv.ts';
import { answerMeasure } from '../evaluation/tasks/answer-measure.ts';
import { taskOf } from '../evaluation/tasks/data.ts';
import { endOfAnswer, type Prompt, type PromptBudget } from '../evaluation/tasks/prompts.ts';
import type { Generate, Instruction, Task } from '../evaluation/tasks/types.ts';
import { fingerprintOfMemory } from '../model-folder/fingerprint.ts';
import { startNodeEngine } from '../node/engine.ts';
import { ArgumentError, FileError } from '../node/errors.ts';
import { modelName, snapshotIn } from '../node/hub-cache.ts';
import { readModelFolder } from '../node/node-model.ts';
import { nodeOrt } from '../node/ort.ts';
import { OutputFolder } from '../node/output-folder.ts';
import { RecordStore } from '../node/record-store.ts';
import { ENGINE_REVISION } from '../vectors/kept/format.ts';
import { commandLine, parseInstructionRole, parsePrecision, wholeNumber } from './command.ts';
import { writeResults } from './evaluation-files.ts';
import { planned, workOf } from './evaluation-plan.ts';
import { type Instructions, instructionsFor, readInstructions } from './instructions-file.ts';
import { cachedGenerate, openAnswers } from './kept-answers.ts';
import { diskStore } from './kept-vectors.ts';
import { openGenerator } from './node-generator.ts';
import { printNote, report, say } from './print.ts';
import { progressLine } from './progress.ts';
import { luckLine, resultLines, roundLines } from './result-lines.ts';
import { readSearch } from './search-file.ts';
import { sensitivityLines } from './sensitivity-lines.ts';
import { read, readSets } from './set-folders.ts';

const USAGE = `usage: npm run evaluate -- --model <folder> --data <folder> [--instructions file.json] [--search file.json] [--task a,b] [--sensitivity] [--generator <folder>] [--cache <folder>] [--output <folder>] [--precision ${PRECISIONS.join('|')}] [--resamples 2000] [--permutations 4999] [--seed 42]
  --model         a sentence-transformers folder, or one that "npm run model" wrote
  --data          a folder of labelled data, or a folder of such folders
  --instructions  {"task or *": ["instruction", …] or {"name": "instruction" or {"query": …, "document": …}}}; each text ends as it is to be embedded, mostly with ": "
  --search        {"domains": […], "types": […], "objectives": […]}: finds the best of these instructions on one half of the data, and reports it on the other
  --sensitivity   scores other wordings of each instruction too: how far the score moves with the wording alone
  --generator     a text-generation model in ONNX (config.json, tokenizer.json, onnx/model.onnx) that answers the prompts of prompt retrieval; without one the nearest example's answer is scored
  --new-tokens    most tokens of its answers; default 64
  --cache         keeps vectors and answers there, so that an interrupted run goes on when the same command is given again
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
    sensitivity: { type: 'boolean', default: false },
    generator: { type: 'string' },
    'new-tokens': { type: 'string', default: '64' },
    cache: { type: 'string' },
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
    sensitivity: values.sensitivity ?? false,
    generator: values.generator,
    newTokens: wholeNumber('--new-tokens', values['new-tokens'] ?? ''),
    cache: values.cache,
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
const generator = given.generator === undefined ? null : await openGenerator(given.generator);
const budget: PromptBudget =
  generator === null
    ? { tokens: 2048, tokensPerExample: 1024, countTokens: tokensOfEngine }
    : {
        tokens: Math.max(1, generator.contextTokens - given.newTokens),
        tokensPerExample: 1024,
        countTokens: generator.countTokens,
      };

const records = given.cache === undefined ? null : await openRecords(given.cache);
const answers =
  given.cache === undefined || given.generator === undefined
    ? null
    : await openAnswers(given.cache, given.generator);
const store = records === null ? memoryStore() : diskStore(records);
const encode = cachedEncode(embed, store);
// A search embeds what it finds worth it: nobody knows how much before.
const plan =
  search === null
    ? planned(
        sets.map((set) => ({ task: task(set.task, null), instructions: plannedFor(set) })),
        store,
      )
    : null;
if (records !== null) sayKept(records);
const line = plan === null ? null : progressLine('Embedding', 'texts');
const embedded = { texts: 0, work: 0 };

const results: Evaluated[] = [];
const moved: Moved[] = [];
const prompts: string[] = [];
let now = '';
for (const set of sets) {
  let data = set.task;
  now = set.name;
  const rows = rowsFor(set);
  const own: EvaluateOptions = { ...options, ...generateFor(set) };
  let chosenAt: number | null = null;
  if (search !== null) {
    const found = await searchInstruction(search, data, encode, (part) => task(part, null), own);
    for (const line of roundLines(found.rounds)) say(`${set.name}: ${line}`);
    data = found.unseen;
    chosenAt = found.chosenAt;
    rows.unshift(found.instruction);
  }
  const evaluated = await evaluate(set.name, task(data, set.name), rows, encode, {
    ...own,
    onInstruction: (name, done, total) => say(`${set.name}: ${name} (${done + 1} of ${total})`),
  });
  results.push(evaluated);
  const luck = chosenAt === null ? [] : [luckLine(chosenAt, evaluated.rows[0]!)];
  const unprinted = await report([...resultLines(evaluated), ...luck]);
  if (unprinted !== null) say(unprinted);
  if (given.sensitivity) await vary(set.name, task(data, null), rows, own);
}
line?.end();
engine.close();
records?.close();
answers?.close();
await generator?.close();
if (output !== null) {
  const name = modelName(snapshotIn(given.model));
  const run = { model: name, resamples, permutations, seed };
  await writeResults(output, { results, moved, prompts }, run);
  say(`Results: ${given.output}`);
}

/** Makes the task of some data. @param prompted Name of the task whose prompts are kept; null for none. */
function task(data: NamedData['task'], prompted: string | null): Task {
  const onPrompt = (instance: number, { text, examples }: Prompt) =>
    prompts.push(`${JSON.stringify({ task: prompted, instance, prompt: text, examples })}\n`);
  const name = given.generator === undefined ? undefined : basename(resolve(given.generator));
  return taskOf(data, {
    measure: answerMeasure(data),
    budget,
    ...(name !== undefined && { generator: name }),
    ...(prompted !== null && output && { onPrompt }),
  });
}

/** Without a generator the model that embeds counts the tokens. */
function tokensOfEngine(text: string): number {
  const { masked, pooled, cut } = engine.read([['', text]])[0]!;
  return masked + pooled + cut;
}

/** What answers the prompts of a set; nothing for tasks without prompts. */
function generateFor({ task: { kind, data } }: NamedData): { generate?: Generate } {
  if (generator === null || kind !== 'promptRetrieval') return {};
  const asked = { maxNewTokens: given.newTokens, stop: endOfAnswer(data.examples) };
  return { generate: cachedGenerate(generator, asked, answers) };
}

function rowsFor(set: NamedData): NamedInstruction[] {
  const rows = instructionsFor(instructions, set.name);
  const { ownInstruction: own } = set;
  return own ? [...rows, { name: 'the data’s own', ...own, isNull: false }] : rows;
}

/** All instructions that a set will be embedded under. */
function plannedFor(set: NamedData): Instruction[] {
  const rows = rowsFor(set);
  const others = given.sensitivity
    ? rows.flatMap((row) => wordingsOf(row, { count: WORDINGS_TRIED, seed }))
    : [];
  return [...rows, ...nullRows(set.task.kind), ...others.map(({ instruction }) => instruction)];
}

async function vary(
  name: string,
  scored: Task,
  rows: readonly NamedInstruction[],
  how: EvaluateOptions,
): Promise<void> {
  for (const instruction of rows) {
    const found = await sensitivity(scored, instruction, encode, how);
    moved.push({ task: name, instruction, found });
    const unprinted = await report(sensitivityLines(name, instruction.name, found));
    if (unprinted !== null) say(unprinted);
  }
}

/** Embeds, with progress of the whole run where it is known, and of this call otherwise. */
async function embed(texts: readonly string[], instruction: string): Promise<EmbeddingMatrix> {
  const own = plan === null ? progressLine(`${now}: embedding`, 'texts') : null;
  const works = texts.map((text) => workOf(instruction, text));
  const work = works.reduce((sum, each) => sum + each, 0);
  const show = (share: number) => {
    if (plan === null) return own?.show(share, Math.round(share * texts.length), texts.length);
    const done = Math.round(embedded.texts + share * texts.length);
    line?.show((embedded.work + share * work) / plan.work, done, plan.texts);
  };
  const { vectors, dim } = await engine.encode(
    texts.map((text) => [instruction, text] as const),
    {
      priority: 'bulk',
      onProgress: ({ tokensDone, tokensTotal }) => show(tokensDone / Math.max(1, tokensTotal)),
    },
  );
  own?.end();
  embedded.texts += texts.length;
  embedded.work += work;
  return { vectors, count: texts.length, dim };
}

/** Vectors depend on the model, on the engine's own rules, and in their last digits on where it runs. */
async function openRecords(folder: string): Promise<RecordStore> {
  const fingerprint = await fingerprintOfMemory(model);
  return RecordStore.open(folder, JSON.stringify([fingerprint, ENGINE_REVISION, 'wasm']));
}

function sayKept({ size, broken }: RecordStore): void {
  if (size > 0) say(`${size} vectors are kept in ${given.cache} from earlier runs.`);
  if (broken.length > 0) {
    say(
      `Note: ${broken.join(', ')} ended early, as after a kill; what is lacking is embedded again.`,
    );
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.prependListener(signal, () =>
      say(`\nThe vectors so far are kept in ${given.cache}: the same command goes on from there.`),
    );
  }
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
