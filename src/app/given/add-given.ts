/** Adds vectors that someone else computed as a lens. Loaded when a file is chosen. */

import type { Pair } from '../../engine/types.ts';
import { withGiven } from '../../given/client.ts';
import type { GivenBlock, GivenFile } from '../../given/types.ts';
import { DataError } from '../../lib/data-error.ts';
import { isolated } from '../../lib/isolate.ts';
import type { TextsToKeep } from '../../vectors/kept/types.ts';
import { type Given, markOf } from '../../workspace/given.ts';
import { MOST_LENSES } from '../../workspace/lens.ts';
import { addGivenLens } from '../../workspace/lens-edits.ts';
import type { Workspace } from '../../workspace/workspace.ts';
import { app } from '../app.ts';
import { originOf } from '../embeddings/given-vectors.ts';
import { isBlank } from '../items.ts';
import { FULL, openLens } from '../lenses/lens-actions.ts';
import { view } from '../view.ts';
import { idColumns, type Match, matchById, matchByRow } from './match.ts';

/**
 * Reads a file of vectors, keeps them in this browser, and adds a lens that shows them.
 * @returns What was done, in words.
 * @throws DataError that says what was expected and found; VectorsError where the browser keeps nothing; AbortError.
 */
export async function addGiven(file: File): Promise<string> {
  const { workspace, embeddings, vectors, jobs } = app();
  const before = workspace.getState().workspace;
  if (before.lenses.length >= MOST_LENSES) throw new DataError(`${FULL} Delete one first.`);
  const controller = new AbortController();
  const job = jobs.begin('panel:given', {
    title: `Reading vectors from ${isolated(file.name)}`,
    cancel: () => controller.abort(),
  });
  try {
    const order = { blob: file, name: file.name, idColumns: idColumns(before) };
    const { given, texts } = await withGiven(order, controller.signal, (opened) =>
      keepAll(opened, file.name, before, {
        keep: (block, dim, kept) => vectors.give(block, dim, kept),
        onRows: (done) => job.report({ fraction: done / opened.head.count }),
      }),
    );
    workspace.getState().edit('Add vectors', (current) => addGivenLens(current, given));
    const mark = markOf(given);
    const lens = workspace.getState().workspace.lenses.find((each) => each.instruction === mark);
    if (lens !== undefined) {
      openLens(lens.id);
      if (view.getState().mode !== 'one') view.setState({ second: lens.id });
    }
    embeddings.lookAgain();
    return `Vectors of ${given.dim.toLocaleString('en')} values for ${texts.toLocaleString('en')} texts from ${isolated(file.name)}`;
  } finally {
    job.end();
  }
}

/**
 * Keeps the vectors of a file whose texts are in the workspace.
 * @throws DataError where none is, or the shape does not fit.
 */
export async function keepAll(
  { head, blocks }: GivenFile,
  name: string,
  workspace: Workspace,
  {
    keep,
    onRows,
  }: {
    readonly keep: (
      vectors: Float32Array<ArrayBuffer>,
      dim: number,
      texts: TextsToKeep,
    ) => Promise<void>;
    readonly onRows: (done: number) => void;
  },
): Promise<{ readonly given: Given; readonly texts: number }> {
  const { dim, fingerprint } = head;
  const given = { file: name, dim, fingerprint };
  const match = head.hasIds ? matchById(workspace) : matchByRow(workspace, head, name);
  /** Of two rows of one wording the first is kept. */
  const seen = new Set<string>();
  for await (const block of blocks()) {
    const { pairs, rows } = pairsOf(block, match, given, seen);
    if (pairs.length > 0) {
      const vectors = new Float32Array(pairs.length * dim);
      for (const [at, row] of rows.entries()) {
        vectors.set(block.vectors.subarray(row * dim, (row + 1) * dim), at * dim);
      }
      await keep(vectors, dim, factsOf(given, pairs, vectors));
    }
    onRows(block.from + block.vectors.length / dim);
  }
  if (seen.size === 0) {
    throw new DataError(
      `No row of ${isolated(name)} has the id of a text of this workspace: its column of ids must hold the same as the texts’.`,
    );
  }
  return { given, texts: seen.size };
}

function pairsOf(
  { from, vectors, ids }: GivenBlock,
  match: Match,
  given: Given,
  seen: Set<string>,
) {
  const { dim } = given;
  const mark = markOf(given);
  const pairs: Pair[] = [];
  const rows: number[] = [];
  for (let row = 0; row < vectors.length / dim; row++) {
    for (const text of match(from + row, ids?.[row] ?? null)) {
      if (isBlank(text) || seen.has(text)) continue;
      seen.add(text);
      pairs.push([mark, text]);
      rows.push(row);
    }
  }
  return { pairs, rows };
}

function factsOf(given: Given, pairs: readonly Pair[], vectors: Float32Array): TextsToKeep {
  const { dim, file } = given;
  const count = pairs.length;
  return {
    origin: originOf(given, file),
    pairs,
    tokens: new Uint32Array(count).fill(1),
    masked: new Uint32Array(count),
    truncated: new Uint8Array(count),
    unread: pairs.map(() => null),
    refused: pairs.map(() => null),
    zeros: Uint8Array.from(pairs, (_, at) =>
      vectors.subarray(at * dim, (at + 1) * dim).some((value) => value !== 0) ? 0 : 1,
    ),
  };
}
