/** Documents of which several texts of the list are chunks. */
import type { PlacedText } from '../../app/results.ts';
import type { ChunkColumns, TextItem, Workspace } from '../../workspace/workspace.ts';

/** Where a chunk stands in its document; null for what its cells do not say. */
interface ChunkPlace {
  /** Number in its document, from 1. */
  readonly number: number | null;
  /** Place of its first character, and of the one after its last, in UTF-16 units. */
  readonly start: number | null;
  readonly end: number | null;
}

export interface Chunked {
  /** Number of the document of each text, from 0 in the order of the list. Uint32Array [texts]. */
  readonly groups: Uint32Array;
  /** Name of each document; null for a text that was never cut, which is a document of its own. */
  readonly names: readonly (string | null)[];
  /** Number of texts of each document. */
  readonly counts: Uint32Array;
  /** Place of each text in its document; null for one that was never cut. */
  readonly places: readonly (ChunkPlace | null)[];
}

interface Known {
  readonly list: readonly TextItem[];
  readonly columns: readonly string[] | undefined;
  readonly chunks: ChunkColumns;
  readonly texts: readonly PlacedText[];
  readonly made: Chunked | null;
}

let last: Known | null = null;

/**
 * Finds the documents of the texts; null where none of them is a chunk. The same object for the same texts.
 * @param texts Texts of the workspace's documents.
 */
export function chunkedOf(
  { documents: list, columns, chunks }: Pick<Workspace, 'documents' | 'columns' | 'chunks'>,
  texts: readonly PlacedText[],
): Chunked | null {
  if (chunks === undefined) return null;
  if (
    last?.list === list &&
    last.columns === columns &&
    last.chunks === chunks &&
    last.texts === texts
  ) {
    return last.made;
  }
  const made = find(list, columns ?? [], chunks, texts);
  last = { list, columns, chunks, texts, made };
  return made;
}

function find(
  list: readonly TextItem[],
  columns: readonly string[],
  chunks: ChunkColumns,
  texts: readonly PlacedText[],
): Chunked | null {
  const [document, chunk, start, end] = [
    columns.indexOf(chunks.document),
    columns.indexOf(chunks.chunk),
    columns.indexOf(chunks.start),
    columns.indexOf(chunks.end),
  ];
  const groups = new Uint32Array(texts.length);
  const names: (string | null)[] = [];
  const counts: number[] = [];
  const places: (ChunkPlace | null)[] = [];
  const known = new Map<string, number>();
  for (const [at, { number }] of texts.entries()) {
    const cells = list[number - 1]!.cells ?? [];
    const name = cells[document] ?? null;
    let group = name === null ? undefined : known.get(name);
    if (group === undefined) {
      group = names.push(name) - 1;
      counts.push(0);
      if (name !== null) known.set(name, group);
    }
    groups[at] = group;
    counts[group]! += 1;
    places.push(
      name === null
        ? null
        : {
            number: whole(cells[chunk]),
            start: whole(cells[start]),
            end: whole(cells[end]),
          },
    );
  }
  if (known.size === 0) return null;
  return { groups, names, counts: Uint32Array.from(counts), places };
}

/** Reads a count; null for anything else, as a person may have written it. */
function whole(cell: string | null | undefined): number | null {
  return cell !== null && cell !== undefined && /^\d{1,15}$/.test(cell) ? Number(cell) : null;
}

/** Number of documents of which a text passes. @param only A 1 for each text that passes; null where all do. */
export function documentCount({ groups, names }: Chunked, only: Uint8Array | null): number {
  if (only === null) return names.length;
  return new Set(groups.filter((_, at) => only[at] === 1)).size;
}

/** A piece of a document as it is read in place. */
export interface Piece {
  /** Index of the text that it is of. */
  readonly index: number;
  readonly text: string;
  /** Whether white space of the document, which no chunk holds, comes before it. */
  readonly isApart: boolean;
}

/**
 * Puts the chunks around one together as they stand in the document. What two chunks share is there once; the chunk
 * itself is whole.
 * @param before Chunks before it, and after it, that are taken at most.
 */
export function around(
  { groups, places }: Chunked,
  texts: readonly PlacedText[],
  index: number,
  { before, after }: { readonly before: number; readonly after: number },
): { readonly pieces: readonly Piece[]; readonly more: readonly [before: number, after: number] } {
  const own: number[] = [];
  for (let at = 0; at < groups.length; at++) if (groups[at] === groups[index]) own.push(at);
  // A list may have been put in another order since.
  own.sort((a, b) => order(places[a]) - order(places[b]) || a - b);
  const at = own.indexOf(index);
  const from = Math.max(0, at - before);
  const to = Math.min(own.length, at + after + 1);
  const pieces = own.slice(from, to).map((text, i): Piece => {
    const [last, next] = [own[from + i - 1], own[from + i + 1]];
    const [start] = rangeOf(text);
    // Up to the chunk itself each one ends where the next begins; after it each begins where the last one ended.
    const cutEnd = from + i < at && next !== undefined ? rangeOf(next)[0] : null;
    const cutStart = from + i > at && last !== undefined ? rangeOf(last)[1] : null;
    const whole = texts[text]!.text;
    const skipped = start !== null && cutStart !== null ? Math.max(0, cutStart - start) : 0;
    const kept = start !== null && cutEnd !== null ? Math.max(0, cutEnd - start) : whole.length;
    const lastEnd = i > 0 ? rangeOf(last!)[1] : null;
    const isApart = i > 0 && (start === null || lastEnd === null || start > lastEnd);
    return { index: text, text: whole.slice(skipped, kept), isApart };
  });
  return { pieces, more: [from, own.length - to] };

  /** The place of a text in its document; null where it is not known, or the text was edited since. */
  function rangeOf(text: number): readonly [number | null, number | null] {
    const { start = null, end = null } = places[text] ?? {};
    const isTrue = start !== null && end !== null && end - start === texts[text]!.text.length;
    return isTrue ? [start, end] : [null, null];
  }
}

/** Splits a text into what is before a part of it, the part, and the rest; null where the part is not there. */
export function splitAt(
  text: string,
  part: { readonly text: string; readonly start: number },
): readonly [before: string, part: string, after: string] | null {
  const { start } = part;
  if (part.text === '' || !text.startsWith(part.text, start)) return null;
  return [text.slice(0, start), part.text, text.slice(start + part.text.length)];
}

function order(place: ChunkPlace | null | undefined): number {
  return place?.number ?? Number.MAX_SAFE_INTEGER;
}
