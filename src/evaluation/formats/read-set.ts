import { seededRandom } from '../../lib/random.ts';
import { readBeir } from './beir.ts';
import { FormatError } from './format-error.ts';
import { type Row, readJson, readJsonLines, type SetFile } from './json.ts';
import { readBillboard, readExamples, readInstances, readMedi } from './reference.ts';
import { type NamedData, tasksOfRows } from './rows.ts';

/** Instances of a Natural Instructions task that are asked; the others are the examples. */
const ASKED = 500;
/** Splits of qrels/, the first that is there. */
const SPLITS = ['test', 'dev', 'validation', 'train'];

const EXPECTED =
  'corpus.jsonl, queries.jsonl and qrels (BEIR); data.jsonl, or train.jsonl and test.jsonl (a row an item); ' +
  '*_references.jsonl and *_THumB-1.0.jsonl (Billboard); *_train.json and *_eval.json, or a task of Natural Instructions ' +
  '(prompt retrieval); a list of query, pos and neg (MEDI)';

/**
 * Reads a folder of labelled data, whichever of the known kinds it is.
 * @param name Name of the set. @param files All files of the folder, by path in it.
 * @throws FormatError
 */
export function readSet(name: string, files: readonly SetFile[]): NamedData[] {
  const named = new Map(files.map((file) => [base(file), file]));
  const ending = (suffix: RegExp) => files.find((file) => suffix.test(base(file)));
  const corpus = named.get('corpus.jsonl');
  if (corpus !== undefined) {
    return [{ name, task: { kind: 'retrieval', data: beir(name, corpus, named, files) } }];
  }
  const references = ending(/_references\.jsonl$/);
  const generated = ending(/_THumB-1\.0\.jsonl$/);
  if (references !== undefined && generated !== undefined) {
    return [{ name, task: { kind: 'billboard', data: readBillboard(references, generated) } }];
  }
  const lines = files.filter((file) => file.name.endsWith('.jsonl'));
  if (lines.length > 0) {
    const splits = new Map(
      lines.map((file) => [base(file).replace(/\.jsonl$/, ''), readJsonLines(file)]),
    );
    return tasksOfRows(name, splits);
  }
  const documents = files.filter((file) => /\.json$/.test(file.name) && base(file) !== 'meta.json');
  if (documents.length === 0) {
    const found = files.map(base).slice(0, 8).join(', ') || 'no file';
    throw new FormatError(name, null, EXPECTED, found);
  }
  return fromJson(name, documents);
}

function beir(
  name: string,
  corpus: SetFile,
  named: ReadonlyMap<string, SetFile>,
  files: readonly SetFile[],
) {
  const queries = named.get('queries.jsonl');
  const judged = SPLITS.map((split) =>
    files.find((file) => file.name.endsWith(`qrels/${split}.tsv`)),
  );
  const qrels = judged.find((file) => file !== undefined) ?? named.get('qrels.tsv');
  if (queries !== undefined && qrels !== undefined) return readBeir(corpus, queries, qrels);
  const missing = queries === undefined ? 'queries.jsonl' : 'qrels/test.tsv or qrels.tsv';
  throw new FormatError(name, null, `${missing} beside corpus.jsonl`, 'none');
}

function fromJson(name: string, files: readonly SetFile[]): NamedData[] {
  const tasks: NamedData[] = [];
  for (const file of files) {
    const stem = base(file).replace(/\.json$/, '');
    const single = files.length === 1 ? name : `${name}/${stem.replace(/_eval$/, '')}`;
    if (stem.endsWith('_train')) continue;
    const value = readJson(file);
    if (Array.isArray(value)) {
      const train = files.find((each) => base(each) === `${stem.replace(/_eval$/, '')}_train.json`);
      if (train === undefined) {
        const { items, instruction } = readMedi(file);
        const task = { kind: 'reranking', data: items } as const;
        tasks.push({ name: single, task, ...(instruction && { ownInstruction: instruction }) });
        continue;
      }
      const data = { examples: readExamples(train), instances: readExamples(file) };
      tasks.push({ name: single, task: { kind: 'promptRetrieval', data } });
      continue;
    }
    const row: Row = { file: file.name, line: 1, fields: value as Record<string, unknown> };
    const all = shuffled(readInstances(row));
    const asked = Math.min(ASKED, Math.floor(all.length / 2));
    const data = { examples: all.slice(asked), instances: all.slice(0, asked) };
    tasks.push({ name: single, task: { kind: 'promptRetrieval', data } });
  }
  return tasks;
}

function base({ name }: SetFile): string {
  return name.split('/').at(-1)!;
}

/** A fixed order: the instances of a task may be sorted by answer. */
function shuffled<Item>(items: readonly Item[]): Item[] {
  const random = seededRandom(42);
  const out = [...items];
  for (let i = out.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [out[i], out[j]] = [out[j]!, out[i]!];
  }
  return out;
}
