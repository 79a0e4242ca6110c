import type { LensWords, Turn } from '../../app/panels.ts';
import type { PlacedText } from '../../app/results.ts';
import type { TsvRows } from '../../widgets/tsv.ts';
import { known, shortName, withNotes } from '../panel/rows.ts';
import { withoutNote } from '../panel/without.ts';
import { rankedUnder, SCORE_NAMES } from './ranks.ts';
import type { RetrievalResult } from './result.ts';

/** One row per rank, for every query under every shown lens. */
export async function rankingRows(
  result: RetrievalResult,
  nameOf: LensWords['nameOf'],
  turn: Turn,
): Promise<TsvRows> {
  const { without, queries, chunked } = result;
  const indexOf = new Map(result.documents.map((document, at) => [document, at]));
  /** Document and number of a chunk. */
  const chunkOf = (document: PlacedText) => {
    if (chunked === null) return [];
    const at = indexOf.get(document)!;
    return [chunked.names[chunked.groups[at]!] ?? '', chunked.places[at]?.number ?? ''];
  };
  const notes: string[] = [];
  const head = [
    'Query',
    'Query text',
    'Lens',
    'Rank',
    SCORE_NAMES[result.by],
    'Document',
    'Document text',
    ...(chunked === null ? [] : ['Chunk of', 'Chunk']),
  ];
  const rows: (readonly (string | number)[])[] = [head];
  for (const [at, query] of queries.entries()) {
    await turn(at / queries.length);
    for (const side of result.sides) {
      if (side === undefined) continue;
      const own = without.filter(({ lens }) => lens === side.lens);
      const note = (item: PlacedText) => withoutNote(own, item, nameOf);
      for (const { document, rank, score } of rankedUnder(result, side, at)) {
        if (own.length > 0) notes[rows.length - 1] = `${note(query)} ${note(document)}`.trim();
        rows.push([
          shortName(query),
          query.text,
          nameOf(side.lens),
          Number.isNaN(score) ? '–' : rank,
          known(score),
          shortName(document),
          document.text,
          ...chunkOf(document),
        ]);
      }
    }
  }
  return withNotes(rows, without, (i) => notes[i] ?? '');
}
