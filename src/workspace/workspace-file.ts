/** Writes and reads a workspace with its view, as a file and as the fragment of a link. */
import { DataError } from '../lib/data-error.ts';
import { messageOf } from '../lib/errors.ts';
import { MAP_COLOURS, MATRIX_COLOURS, MODES, type SavedView } from './saved-view.ts';
import { object, oneOf, parseWorkspace, type Workspace, wrong } from './workspace.ts';

/** Most bytes of a file; the page could not show a larger workspace. */
const WORKSPACE_FILE_LIMIT = 50_000_000;
/** Most bytes of a link after inflation: a few kilobytes could be made to fill the memory. */
const LINK_LIMIT = 5_000_000;
/** Name of the fragment's field: `#facet=…`. */
const FRAGMENT = '#facet=';

export interface SavedWorkspaceFile {
  readonly workspace: Workspace;
  /** View; null in a file of an earlier Facet, which did not save it. */
  readonly view: SavedView | null;
  /** Whether the file carries texts; a link need not. */
  readonly hasTexts: boolean;
}

/** Text of a workspace file: JSON with `version` first, which `readWorkspace` reads. */
export function writeWorkspace(workspace: Workspace, view: SavedView): string {
  return `${JSON.stringify({ ...workspace, view: onlySaved(view) }, null, 2)}\n`;
}

/**
 * Reads the output of `writeWorkspace` from this Facet or an earlier one.
 * @param text Text of the file, in JSON.
 * @throws DataError that names the fault and its field.
 */
export function readWorkspace(text: string): SavedWorkspaceFile {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new DataError(`It is not JSON: ${error instanceof Error ? error.message : error}.`);
  }
  const fields = object(json, 'workspace');
  const hasTexts = !(fields.texts === undefined && fields.version === 2 && fields.link === true);
  const workspace = parseWorkspace(
    hasTexts ? fields : { ...fields, texts: [], queries: [], documents: [] },
  );
  return {
    workspace,
    hasTexts,
    view: fields.view === undefined ? null : parseView(fields.view),
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
    text = new TextDecoder('utf-8', { fatal: true }).decode(await file.arrayBuffer());
  } catch (error) {
    if (error instanceof TypeError) throw new DataError('It is not text in UTF-8.');
    throw new DataError(`It could not be read: ${messageOf(error)}`);
  }
  return readWorkspace(text);
}

/** Fragment of a link to a workspace: `#facet=` and deflated JSON in base64url. */
export async function writeLink(
  workspace: Workspace,
  view: SavedView,
  withTexts: boolean,
): Promise<string> {
  const { texts, queries, documents, ...rest } = workspace;
  const all = withTexts ? { ...rest, texts, queries, documents } : { ...rest, link: true };
  const bytes = await through(
    new TextEncoder().encode(JSON.stringify({ ...all, view: onlySaved(view) })),
    new CompressionStream('deflate-raw'),
    Number.POSITIVE_INFINITY,
  );
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
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

async function through(
  bytes: Uint8Array<ArrayBuffer>,
  stream: CompressionStream | DecompressionStream,
  limit: number,
): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let size = 0;
  const reader = new Blob([bytes]).stream().pipeThrough(stream).getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.byteLength;
    if (size > limit) {
      await reader.cancel();
      throw new DataError(
        `It holds more than ${limit / 1e6} MB, more than any link from Facet. Ask for a file.`,
      );
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
    labels: fields.labels,
  };
}

/** The saved part of a view. */
export function onlySaved(view: SavedView): SavedView {
  const { mode, first, second, columns, colour, mapColour, labels } = view;
  return { mode, first, second, columns, colour, mapColour, labels };
}
