/** Writes and reads a workspace with its view, as a file and as the fragment of a link. */

import { object, oneOf, wrong } from '../lib/checks.ts';
import { DataError } from '../lib/data-error.ts';
import { messageOf } from '../lib/errors.ts';
import { type JsonLimits, jsonExcess } from '../lib/json-size.ts';
import {
  byColumn,
  columnOf,
  MAP_COLOURS,
  MATRIX_COLOURS,
  type MapBy,
  MODES,
  RANKED_BY,
  type SavedView,
} from './saved-view.ts';
import { parseWorkspace, type Workspace } from './workspace.ts';

/** Most bytes of a file; the page could not show a larger workspace. */
export const WORKSPACE_FILE_LIMIT = 50_000_000;
/**
 * Limits above any file of that size that Facet wrote: a text takes 68 bytes, and three or four values; a cell 12
 * bytes.
 */
const MOST: JsonLimits = { depth: 100, holders: 1_000_000, values: 4_300_000, members: 1_000 };
/** Most bytes of a link after inflation: a few kilobytes could be made to fill the memory. */
const LINK_LIMIT = 5_000_000;
/** Bytes given to the inflater at once: a byte may become a thousand. */
const PIECE = 4096;
/** Most bytes of a deflated link: Chromium, which takes the longest addresses, takes 2 MB. */
const LINK_BYTES = 1_500_000;
/** Name of the fragment's field: `#facet=…`. */
const FRAGMENT = '#facet=';
/** Name of a workspace in a link without texts. */
const LINK_NAME = 'Shared lenses';

export interface SavedWorkspaceFile {
  readonly workspace: Workspace;
  /** View; null in a file of an earlier Facet, which did not save it. */
  readonly view: SavedView | null;
  /** Whether the file carries texts; a link need not. */
  readonly hasTexts: boolean;
  /** Model that ran when the file was saved; null in a link and in a file that names none. */
  readonly model: FileModel | null;
}

/** Identity of a model: the same fingerprint gives the same vectors, up to the device. */
export interface FileModel {
  readonly name: string;
  readonly precision: string;
  /** Hexadecimal SHA-256 over weights, tokenizer and rules of reading. */
  readonly fingerprint: string;
}

/** Text of a workspace file: JSON with `version` first, which `readWorkspace` reads. */
export function writeWorkspace(
  workspace: Workspace,
  view: SavedView,
  model: FileModel | null,
): string {
  const named = model === null ? {} : { model: onlyNamed(model) };
  const file = { ...workspace, view: onlySaved(view), ...named };
  const text = JSON.stringify(file, null, 2);
  // Indenting many columns can double a file, which then could not be opened again.
  return `${text.length > WORKSPACE_FILE_LIMIT / 4 ? JSON.stringify(file) : text}\n`;
}

function onlyNamed({ name, precision, fingerprint }: FileModel): FileModel {
  return { name, precision, fingerprint };
}

/**
 * Reads the output of `writeWorkspace` from this Facet or an earlier one.
 * @param text Text of the file, in JSON.
 * @throws DataError that names the fault and its field.
 */
export function readWorkspace(text: string): SavedWorkspaceFile {
  const excess = jsonExcess(text, MOST);
  if (excess !== null) {
    throw new DataError(`It ${excess}; no workspace from Facet comes near that.`);
  }
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new DataError(`It is not JSON: ${error instanceof Error ? error.message : error}.`);
  }
  const fields = object(json, 'workspace');
  const hasTexts = !(fields.texts === undefined && fields.version !== 1 && fields.link === true);
  const workspace = parseWorkspace(
    hasTexts ? fields : { ...fields, texts: [], queries: [], documents: [] },
  );
  return {
    workspace,
    hasTexts,
    view: fields.view === undefined ? null : parseView(fields.view),
    model: fields.model === undefined ? null : parseModel(fields.model),
  };
}

/**
 * Reads a dropped or chosen file.
 * @throws DataError if it is too large or not text.
 */
export async function readWorkspaceFile(file: File): Promise<SavedWorkspaceFile> {
  if (file.size > WORKSPACE_FILE_LIMIT) {
    throw new DataError(
      `It has ${Math.round(file.size / 1e6)} MB; a workspace has at most ${WORKSPACE_FILE_LIMIT / 1e6}.`,
    );
  }
  let text: string;
  try {
    text = decoded(new Uint8Array(await file.arrayBuffer()), true);
  } catch (error) {
    if (error instanceof TypeError) {
      throw new DataError('It is not text in UTF-8: save it as UTF-8 where it was changed.');
    }
    throw new DataError(`It could not be read: ${messageOf(error)}`);
  }
  return readWorkspace(text);
}

/** Whether a file begins as a workspace rather than a table of texts: with its version. */
export function beginsAsWorkspace(start: Uint8Array): boolean {
  const head = decoded(start, false);
  return /^\s*\{/.test(head) && /"(version|lenses)"\s*:/.test(head);
}

/** Decodes text in UTF-8, or in UTF-16 with its mark, as some editors save it. @throws TypeError if `fatal`. */
function decoded(bytes: Uint8Array, fatal: boolean): string {
  const [first, second] = bytes;
  const little = first === 0xff && second === 0xfe;
  const big = first === 0xfe && second === 0xff;
  const encoding = little ? 'utf-16le' : big ? 'utf-16be' : 'utf-8';
  return new TextDecoder(encoding, { fatal }).decode(bytes);
}

/**
 * Makes the fragment of a link to a workspace: `#facet=` and deflated JSON in base64url.
 * @throws DataError if no browser would open the link.
 */
export async function writeLink(
  workspace: Workspace,
  view: SavedView,
  withTexts: boolean,
): Promise<string> {
  const { texts, queries, documents, ...rest } = workspace;
  // The workspace's name and columns may tell of the texts: they are left out with them.
  const { columns: _, facets: __, idColumn: ___, chunks: ____, ...lensesOnly } = rest;
  const all = withTexts
    ? { ...rest, texts, queries, documents }
    : { ...lensesOnly, name: LINK_NAME, version: rest.version === 5 ? 5 : 2, link: true };
  const shown = onlySaved(view);
  const told = withTexts || columnOf(shown.mapBy) === null ? shown : { ...shown, mapBy: null };
  const bytes = await through(
    new TextEncoder().encode(JSON.stringify({ ...all, view: told })),
    new CompressionStream('deflate-raw'),
    Number.POSITIVE_INFINITY,
  );
  if (bytes.length > LINK_BYTES) {
    throw new DataError(
      `It would have ${(bytes.length / 750_000).toFixed(1)} MB, and no browser opens so long a link. Save the workspace as a file.`,
    );
  }
  let binary = '';
  for (let at = 0; at < bytes.length; at += 8192) {
    binary += String.fromCharCode(...bytes.subarray(at, at + 8192));
  }
  const base64 = btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
  return FRAGMENT + base64;
}

/** Whether a fragment claims to be a link to a workspace. */
export function isLink(fragment: string): boolean {
  return fragment.startsWith(FRAGMENT);
}

/**
 * Reads the output of `writeLink`.
 * @throws DataError if the link was cut, changed on its way, or not written by Facet.
 */
export async function readLink(fragment: string): Promise<SavedWorkspaceFile> {
  // Deflating adds next to nothing, and base64 a third.
  if (fragment.length > 1.4 * LINK_LIMIT) throw tooLong();
  let text: string;
  try {
    const base64 = fragment.slice(FRAGMENT.length).replaceAll('-', '+').replaceAll('_', '/');
    const bytes = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
    const inflated = await through(bytes, new DecompressionStream('deflate-raw'), LINK_LIMIT);
    text = new TextDecoder('utf-8', { fatal: true }).decode(inflated);
  } catch (error) {
    if (error instanceof DataError) throw error;
    throw new DataError('It was cut or changed on its way: ask for it again, or for a file.');
  }
  return readWorkspace(text);
}

function tooLong(): DataError {
  return new DataError(
    `It holds more than ${LINK_LIMIT / 1e6} MB, more than any link from Facet. Ask for a file.`,
  );
}

async function through(
  bytes: Uint8Array<ArrayBuffer>,
  stream: CompressionStream | DecompressionStream,
  limit: number,
): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let size = 0;
  const reader = pieces(bytes).pipeThrough(stream).getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.byteLength;
    if (size > limit) {
      await reader.cancel();
      throw tooLong();
    }
    parts.push(value);
  }
  const all = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.byteLength;
  }
  return all;
}

function parseModel(json: unknown): FileModel {
  const fields = object(json, 'model');
  const word = (name: keyof FileModel) => {
    const value = fields[name];
    if (typeof value !== 'string') throw wrong(`model.${name}`, 'a text', value);
    return value;
  };
  return { name: word('name'), precision: word('precision'), fingerprint: word('fingerprint') };
}

/** Streams bytes piece by piece, so that little is inflated that no one reads. */
function pieces(bytes: Uint8Array<ArrayBuffer>): ReadableStream<Uint8Array<ArrayBuffer>> {
  let at = 0;
  return new ReadableStream({
    pull(controller) {
      if (at >= bytes.length) return controller.close();
      controller.enqueue(bytes.subarray(at, at + PIECE));
      at += PIECE;
    },
  });
}

/** @throws DataError that names the wrong field. */
export function parseView(json: unknown): SavedView {
  const fields = object(json, 'view');
  const lens = (name: 'first' | 'second') => {
    const value = fields[name];
    if (value !== null && typeof value !== 'string') {
      throw wrong(`view.${name}`, 'the id of a lens, or null', value);
    }
    return value;
  };
  if (typeof fields.labels !== 'boolean') {
    throw wrong('view.labels', 'true or false', fields.labels);
  }
  return {
    mode: oneOf(MODES, fields.mode, 'view.mode'),
    first: lens('first'),
    second: lens('second'),
    columns:
      fields.columns === null ? null : oneOf(['A', 'B'] as const, fields.columns, 'view.columns'),
    colour: oneOf(MATRIX_COLOURS, fields.colour, 'view.colour'),
    mapColour: oneOf(MAP_COLOURS, fields.mapColour, 'view.mapColour'),
    mapBy: mapByOf(fields.mapBy),
    labels: fields.labels,
    // Earlier files have none.
    rankedBy:
      fields.rankedBy === undefined
        ? 'vectors'
        : oneOf(RANKED_BY, fields.rankedBy, 'view.rankedBy'),
  };
}

/** What an earlier Facet did not write, and what a later one may, is no fault: the map has the colours of `mapColour`. */
function mapByOf(value: unknown): MapBy | null {
  if (value === 'score') return value;
  const column = typeof value === 'string' ? columnOf(value) : null;
  return column === null ? null : byColumn(column);
}

/** Returns the saved part of a view. */
export function onlySaved(view: SavedView): SavedView {
  const { mode, first, second, columns, colour, mapColour, mapBy, labels, rankedBy } = view;
  return { mode, first, second, columns, colour, mapColour, mapBy, labels, rankedBy };
}
