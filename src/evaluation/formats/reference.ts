/** Files of INSTRUCTOR's own evaluation and training: Billboard, prompt retrieval, MEDI. */

import type { Example } from '../tasks/prompts.ts';
import type { JudgedText } from '../tasks/references.ts';
import type { RerankingItem } from '../tasks/retrieval.ts';
import { FormatError, inWords } from './format-error.ts';
import {
  numberOf,
  type Row,
  readJsonLines,
  readJsonList,
  type SetFile,
  textOf,
  textsOf,
} from './json.ts';

/**
 * Reads evaluation/text_evaluation/data of the reference: `refs` of each source, and `hyp` and `human_score` of each
 * generated text; the texts of one source follow each other. @throws FormatError
 */
export function readBillboard(references: SetFile, generated: SetFile): JudgedText[] {
  const sources = readJsonLines(references);
  const texts = readJsonLines(generated);
  const each = texts.length / sources.length;
  if (!Number.isInteger(each)) {
    const expected = `a multiple of the ${sources.length} lines of ${references.name}`;
    throw new FormatError(generated.name, null, expected, `${texts.length} lines`);
  }
  return texts.map((row, at) => ({
    generated: textOf(row, 'hyp'),
    references: textsOf(sources[Math.floor(at / each)]!, 'refs'),
    human: numberOf(row, 'human_score'),
  }));
}

/** Reads MEDI's records {"query": [instruction, text], "pos": …, "neg": …}. @throws FormatError */
export function readMedi(file: SetFile) {
  const rows = readJsonList(file);
  const items: RerankingItem[] = [];
  const own = { query: new Set<string>(), document: new Set<string>() };
  for (const row of rows) {
    const [query, positive, negative] = ['query', 'pos', 'neg'].map((name) =>
      instructed(row, name),
    );
    items.push({ query: query!.text, positive: [positive!.text], negative: [negative!.text] });
    own.query.add(query!.instruction);
    own.document.add(positive!.instruction);
  }
  const [query, document] = [[...own.query], [...own.document]];
  const single = query.length === 1 && document.length === 1;
  return { items, instruction: single ? { query: query[0]!, document: document[0]! } : null };
}

function instructed(row: Row, name: string): { instruction: string; text: string } {
  const value = row.fields[name];
  const parts = Array.isArray(value) ? value : [];
  const [instruction, text] = parts as unknown[];
  if (typeof instruction === 'string' && typeof text === 'string') return { instruction, text };
  const expected = `[instruction, text] in the field "${name}"`;
  throw new FormatError(row.file, row.line, expected, inWords(value));
}

/**
 * Reads examples for prompts: a list of {"question", "query"} (GeoQuery), {"seq_in", "seq_out"} or {"input", "output"}.
 * @throws FormatError
 */
export function readExamples(file: SetFile): Example[] {
  return readJsonList(file).map((row) => ({
    input: textOf(row, 'question', 'input', 'seq_in'),
    output: textOf(row, 'query', 'output', 'seq_out'),
  }));
}

/** Reads a task of Natural Instructions: {"Instances": [{"input", "output": [answer, …]}]}. @throws FormatError */
export function readInstances({ file, fields }: Row): Example[] {
  const { Instances: list } = fields;
  if (!Array.isArray(list) || list.length === 0) {
    throw new FormatError(file, null, 'a list in the field "Instances"', inWords(list));
  }
  return list.map((entry: unknown, at) => {
    const own = typeof entry === 'object' && entry !== null ? entry : {};
    const row = { file, line: at + 1, fields: own as Record<string, unknown> };
    const [output] = textsOf(row, 'output');
    if (output === undefined) throw new FormatError(file, at + 1, 'an answer in "output"', 'none');
    return { input: textOf(row, 'input'), output };
  });
}
