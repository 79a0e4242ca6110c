import { app } from '../../app/app.ts';
import { type Format, ROW_FORMATS, VECTOR_FORMATS } from '../../exports/files.ts';
import { formatBytes, plural } from '../../widgets/format.ts';
import type { ListName } from '../../workspace/edits.ts';
import type { Workspace } from '../../workspace/workspace.ts';
import { MOST_PAIRS } from './duplicates.ts';
import type { Content, Order } from './run.ts';

export const CONTENTS: readonly (readonly [Content, string])[] = [
  ['vectors', 'Vectors'],
  ['ranks', 'Ranked results'],
  ['clusters', 'Clusters and places'],
  ['duplicates', 'Near-duplicates'],
];

export const LISTS: readonly (readonly [ListName, string])[] = [
  ['texts', 'Texts'],
  ['queries', 'Queries'],
  ['documents', 'Documents'],
];

/** The list that an export is of at first: the first with texts. */
export function firstFilled(workspace: Pick<Workspace, ListName>): ListName {
  return LISTS.find(([list]) => workspace[list].length > 0)?.[0] ?? 'texts';
}

export const FORMATS: Readonly<Record<Format, string>> = {
  parquet: 'Parquet (.parquet)',
  npy: 'NumPy (.npy), with the rows beside it (.jsonl)',
  safetensors: 'safetensors, with the rows beside it (.jsonl)',
  jsonl: 'JSON Lines (.jsonl)',
  csv: 'Comma-separated values (.csv)',
  trec: 'TREC run (.trec)',
};

export function formatsOf(content: Content): readonly Format[] {
  if (content === 'vectors') return VECTOR_FORMATS;
  return content === 'ranks' ? [...ROW_FORMATS, 'trec'] : ROW_FORMATS;
}

/** Why nothing can be exported; null if it can. */
export function blockedBy(
  choosesLenses: boolean,
  lenses: number,
  texts: number,
  ready: boolean,
): string | null {
  if (!ready) return 'No model is running yet.';
  if (!choosesLenses) return null;
  if (texts === 0) return 'The list is empty.';
  return lenses === 0 ? 'Tick a lens.' : null;
}

/** Bytes of a value: in decimals about twenty. */
const VALUE_BYTES: Readonly<Record<Format, number>> = {
  ...{ parquet: 4, npy: 4, safetensors: 4 },
  ...{ jsonl: 21, csv: 21, trec: 0 },
};

/** What will be in the files. */
export function about({ content, format, lenses }: Order, count: number): string {
  const guard =
    format === 'csv'
      ? ' A text that a spreadsheet would take for a formula gets an apostrophe in front; the other formats leave texts as they are.'
      : '';
  switch (content) {
    case 'vectors': {
      const bytes = count * lenses.length * (app().model.getState().info?.dim ?? 0);
      return `${plural(count, 'row')}, float32 to the bit, with ids, texts and labels: about ${formatBytes(bytes * VALUE_BYTES[format])} of vectors.${guard}`;
    }
    case 'ranks':
      return `As Retrieval shows them: at most 100 documents a query, under the lenses that are shown.${guard}`;
    case 'clusters':
      return `As the map shows them, under the lenses that are shown.${guard}`;
    case 'duplicates':
      return `Pairs of texts of at least this cosine, each once; of more than ${MOST_PAIRS.toLocaleString('en')}, the closest.${guard}`;
    default:
      return content satisfies never;
  }
}
