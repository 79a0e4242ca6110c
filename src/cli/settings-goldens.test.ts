/** A model's own settings against Python: training/reference/settings_cases.py and two scripts beside it made them. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { memorySource } from '../checkpoint/source.ts';
import type { ModelFolder } from '../checkpoint/types.ts';
import { convertInMemory } from '../convert/convert.ts';
import { openCheckpoint } from '../encoders/open-checkpoint.ts';
import { PairTokeniser } from '../engine/tokenise.ts';
import type { Pair } from '../engine/types.ts';
import { CheckpointError } from '../lib/checkpoint-error.ts';
import { startNodeEngine } from '../node/engine.ts';
import { nodeFolder } from '../node/folder.ts';
import { nodeOrt } from '../node/ort.ts';

const GOLDENS = join(import.meta.dirname, '../../training/goldens');

type Json = Readonly<Record<string, unknown>>;

interface Case {
  readonly name: string;
  readonly base: string;
  /** Changes merged into the folder's JSON files; null removes a file. */
  readonly edits: Readonly<Record<string, Json | null>>;
  /** Python's reason for refusing the folder. */
  readonly error?: string;
  /** Token ids and masked count of each pair; null if Python fails on it. */
  readonly read?: readonly (readonly [ids: number[], masked: number] | null)[];
  /** Vectors of the first pairs. */
  readonly vectors?: readonly (readonly number[])[];
}

interface Goldens {
  readonly pairs: readonly Pair[];
  readonly cases: readonly Case[];
}

function goldens(file: string): Goldens {
  return JSON.parse(readFileSync(join(GOLDENS, file), 'utf8')) as Goldens;
}

/** Same as `merged` in settings_cases.py. */
function merged(value: unknown, edit: unknown): unknown {
  if (typeof edit !== 'object' || edit === null || Array.isArray(edit)) return edit;
  const parts = edit as Json;
  if ('$replace' in parts) return parts.$replace;
  const result: Record<string, unknown> = { ...(value as Json | undefined) };
  for (const name of (parts.$drop as string[] | undefined) ?? []) delete result[name];
  for (const [name, part] of Object.entries(parts)) {
    if (name !== '$drop') result[name] = merged(result[name], part);
  }
  return result;
}

function folderOf({ base, edits }: Case): ModelFolder {
  const directory = join(GOLDENS, base, 'model');
  const folder = nodeFolder(directory);
  return {
    label: folder.label,
    async open(path, signal) {
      if (!Object.hasOwn(edits, path)) return folder.open(path, signal);
      const edit = edits[path];
      if (edit === null) return null;
      const source = await folder.open(path, signal);
      const bytes = await source?.read(0, source.size);
      const json: unknown = bytes && JSON.parse(new TextDecoder().decode(bytes));
      return memorySource(path, new TextEncoder().encode(JSON.stringify(merged(json, edit))));
    },
  };
}

const all = ['settings.json', 'prompts.json'].flatMap((file) => {
  const { pairs, cases } = goldens(file);
  return cases.map((each) => ({ ...each, file, pairs }));
});
/** Settings that Python follows and Facet refuses with a message. */
const REFUSED = new Map([
  ['cut at the left', /"truncation_side" is "left"/],
  ['added tokens that are words', /"single_word" is true/],
]);

test.each(all.filter(({ name, error }) => error === undefined && !REFUSED.has(name)))(
  '$file, $name: gives the ids and the mask of Python',
  async (each) => {
    const { spec, input, tokenizerJson, tokenizerConfig } = await openCheckpoint(folderOf(each));
    const tokeniser = new PairTokeniser(tokenizerJson, tokenizerConfig, {
      maxSeqLength: spec.maxSeqLength,
      vocabSize: spec.vocabSize,
      rules: input,
    });
    expect(each.read).toHaveLength(each.pairs.length);
    for (const [i, pair] of each.pairs.entries()) {
      const expected = each.read?.[i];
      if (expected === null || expected === undefined) continue;
      const { ids, masked } = tokeniser.tokenise(pair);
      expect([pair, [...ids], masked]).toEqual([pair, ...expected]);
    }
  },
);

test.each(all.filter(({ vectors }) => vectors !== undefined).filter((_, i) => i % 3 === 0))(
  '$file, $name: gives the vectors of Python',
  async (each) => {
    if (REFUSED.has(each.name)) return;
    const ort = nodeOrt();
    const checkpoint = await openCheckpoint(folderOf(each));
    const model = await convertInMemory(checkpoint, ort, { name: 'x', precision: 'fp32' });
    const engine = await startNodeEngine(model, ort);
    const count = each.vectors!.length;
    const { vectors } = await engine.encode(each.pairs.slice(0, count));
    engine.close();
    const expected = each.vectors!.flat();
    const worst = Math.max(...expected.map((value, i) => Math.abs(value - vectors[i]!)));
    expect(worst).toBeLessThan(2e-6);
  },
);

test.each(all.filter(({ name, error }) => error !== undefined || REFUSED.has(name)))(
  '$file, $name: is refused with a message',
  async (each) => {
    const opening = openCheckpoint(folderOf(each));
    await expect(opening).rejects.toThrow(CheckpointError);
    await expect(opening).rejects.toThrow(
      REFUSED.get(each.name) ??
        /field "(do_lower_case|tokenize_chinese_chars|default_prompt_name|tokenizer_class)" is /,
    );
  },
);
