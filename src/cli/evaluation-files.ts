/** Files that `npm run evaluate -- --output` writes. */
import type { Evaluated } from '../evaluation/compare/evaluate.ts';
import {
  type Methods,
  methodsParagraph,
  mtebResult,
  resultsCsv,
} from '../evaluation/compare/results.ts';
import { type Moved, wordingsCsv } from '../evaluation/sensitivity/wordings-csv.ts';
import type { OutputFolder } from '../node/output-folder.ts';

interface Results {
  readonly results: readonly Evaluated[];
  readonly moved: readonly Moved[];
  /** Lines of prompts.jsonl. */
  readonly prompts: readonly string[];
}

/** @throws FileError */
export async function writeResults(
  folder: OutputFolder,
  { results, moved, prompts }: Results,
  methods: Methods,
): Promise<void> {
  const write = (name: string, text: string) => folder.write(name, new TextEncoder().encode(text));
  const json = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`;
  for (const each of results) {
    for (const [i, row] of each.rows.entries()) {
      const name = `${fileName(each.name)}.${i}-${fileName(row.instruction.name)}.json`;
      await write(name, json(mtebResult(each, row)));
    }
  }
  if (prompts.length > 0) await write('prompts.jsonl', prompts.join(''));
  if (moved.length > 0) {
    await write('sensitivity.json', json(moved));
    await write('sensitivity.csv', wordingsCsv(moved));
  }
  await write('methods.md', `${methodsParagraph(results, methods)}\n`);
  await write('results.csv', resultsCsv(results));
  folder.finish([]);
}

/** Names of tasks and instructions hold whatever people wrote. */
function fileName(name: string): string {
  return name.replace(/[^\p{L}\p{N}_-]+/gu, '_').slice(0, 60);
}
