/**
 * Stores imported models, a folder each, in this browser's private file system (OPFS), `models/<id>/`, in the layout of
 * Facet's model folder. The manifest is written last: a folder without one is an import that did not end, and is never
 * loaded.
 */

import { fileFolder } from '../checkpoint/source.ts';
import type { ModelFolder } from '../checkpoint/types.ts';
import type { FamilyName } from '../encoders/families/index.ts';
import type { InstructionRole } from '../encoders/input.ts';
import type { Precision } from '../encoders/quantise.ts';
import { isObject } from '../lib/checks.ts';
import { messageOf } from '../lib/errors.ts';
import { sha256 } from '../lib/sha256.ts';
import { JOURNAL_FILE, MANIFEST_FILE, RECORD_FILE } from './files.ts';
import type { Manifest } from './format.ts';

/** A whole model, as the list shows it. */
export interface StoredModel {
  /** Name of the folder. */
  readonly id: string;
  readonly name: string;
  readonly precision: Precision;
  readonly family: FamilyName;
  readonly dim: number;
  readonly maxSeqLength: number;
  /** Bytes on the disk. */
  readonly bytes: number;
  /** Source, for the user: "hkunlp/instructor-base", a folder's name. */
  readonly source: string;
  /** Branch, tag or commit; null for a folder. */
  readonly revision: string | null;
  /** Time of the import, ISO 8601. */
  readonly importedAt: string;
  /** Lowest cosine between the canary's vectors of the stored weights and of the source's; null where unknown. */
  readonly canaryCosine: number | null;
  /** Role of the instruction; absent in models imported before it was known (`masked`). */
  readonly instruction?: InstructionRole;
  /** Doubt about the model, in words for the user: wrong token ids, or one vector for every text. */
  readonly doubt?: string | null;
  /** Digest over the whole folder; absent in models imported before folders had one. */
  readonly digest?: string;
}

/** Reports a full disk, or a browser that refuses storage. Says what to do. */
export class StorageError extends Error {
  override readonly name = 'StorageError';
}

/** An import that did not end: it takes space, and may be resumed. */
export interface UnfinishedModel {
  readonly id: string;
  readonly source: string;
  readonly precision: Precision;
  /** Bytes on the disk. */
  readonly bytes: number;
}

/**
 * Makes a model's folder name. The hashed text ends in the precision, one of a few words, so that the end of the
 * identity is never in doubt.
 * @param identity The same for the same version of the same model.
 */
export async function storeId(
  name: string,
  identity: string,
  precision: Precision,
): Promise<string> {
  const sum = await sha256(new TextEncoder().encode(`${identity}\n${precision}`));
  const readable = name.replace(/[^A-Za-z0-9-]+/g, '-').slice(0, 40);
  return `${readable}-${precision}-${sum.slice(0, 12)}`;
}

/** Lists whole models, by name. Empty if the browser has no private file system. */
export async function listModels(): Promise<StoredModel[]> {
  const root = await modelsFolder().catch(() => null);
  if (root === null) return [];
  const found: StoredModel[] = [];
  for await (const [id, handle] of root.entries()) {
    if (handle.kind !== 'directory') continue;
    const model = await recordOf(id, handle as FileSystemDirectoryHandle);
    if (model !== null) found.push(model);
  }
  return found.sort(
    (a, b) => a.name.localeCompare(b.name) || a.precision.localeCompare(b.precision),
  );
}

/** Lists imports that did not end, running ones included. Empty if the browser has no private file system. */
export async function listUnfinished(): Promise<UnfinishedModel[]> {
  const root = await modelsFolder().catch(() => null);
  if (root === null) return [];
  const found: UnfinishedModel[] = [];
  for await (const [id, handle] of root.entries()) {
    if (handle.kind !== 'directory') continue;
    const model = await unfinishedOf(id, handle as FileSystemDirectoryHandle).catch(() => null);
    if (model !== null) found.push(model);
  }
  return found;
}

async function unfinishedOf(
  id: string,
  folder: FileSystemDirectoryHandle,
): Promise<UnfinishedModel | null> {
  if ((await recordOf(id, folder)) !== null) return null;
  const journal = await (await folder.getFileHandle(JOURNAL_FILE)).getFile();
  const { source, precision } = JSON.parse(await journal.text()) as UnfinishedModel;
  let bytes = 0;
  for await (const handle of folder.values()) {
    if (handle.kind === 'file') bytes += (await (handle as FileSystemFileHandle).getFile()).size;
  }
  return { id, source, precision, bytes };
}

/** Returns the record of a whole model; null if there is none of this id. */
export async function storedModel(id: string): Promise<StoredModel | null> {
  const folder = await childFolder(id);
  return folder === null ? null : recordOf(id, folder);
}

/** Opens the files of a model, whether whole or not. @throws StorageError without a private file system. */
export async function openStoredModel(id: string): Promise<ModelFolder> {
  const folder = await childFolder(id);
  const files = new Map<string, Blob>();
  if (folder !== null) {
    for await (const [name, handle] of folder.entries()) {
      if (handle.kind === 'file') files.set(name, await (handle as FileSystemFileHandle).getFile());
    }
  }
  return fileFolder(id, files);
}

/** Deletes a model, or its remains. */
export async function removeModel(id: string): Promise<void> {
  const root = await modelsFolder();
  await root.removeEntry(id, { recursive: true }).catch((error: unknown) => {
    if (!isNotFound(error)) throw storageError(error);
  });
}

/** A folder that an import fills. */
export interface ModelWriter {
  /** Replaces a file. @throws StorageError if the disk is full. */
  write(name: string, bytes: Uint8Array<ArrayBuffer>): Promise<void>;
  /** Reads a file; null if it is absent. */
  read(name: string): Promise<Uint8Array<ArrayBuffer> | null>;
  remove(name: string): Promise<void>;
  /** Writes the record and then the manifest: from now on the model is whole. */
  finish(manifest: string, record: StoredModel): Promise<void>;
}

/** @throws StorageError if the browser refuses. */
export async function createModelWriter(id: string): Promise<ModelWriter> {
  const root = await modelsFolder();
  const folder = await root.getDirectoryHandle(id, { create: true });
  const write = async (name: string, bytes: Uint8Array<ArrayBuffer>) => {
    try {
      const handle = await folder.getFileHandle(name, { create: true });
      const stream = await handle.createWritable();
      try {
        await stream.write(bytes);
      } catch (error) {
        await stream.abort().catch(() => {});
        throw error;
      }
      // The old file stays until here: a file is never half new.
      await stream.close();
    } catch (error) {
      throw storageError(error);
    }
  };
  const text = (value: string) => new TextEncoder().encode(value);
  return {
    write,
    async read(name) {
      const handle = await folder.getFileHandle(name).catch(() => null);
      if (handle === null) return null;
      return new Uint8Array(await (await handle.getFile()).arrayBuffer());
    },
    async remove(name) {
      await folder.removeEntry(name).catch(() => {});
    },
    async finish(manifest, record) {
      await write(RECORD_FILE, text(JSON.stringify(record)));
      await write(MANIFEST_FILE, text(manifest));
    },
  };
}

/** Bytes that this browser still grants the page; null where it does not say. */
export async function freeBytes(): Promise<number | null> {
  const estimate = await navigator.storage?.estimate?.().catch(() => null);
  if (estimate?.quota === undefined || estimate.usage === undefined) return null;
  return Math.max(0, estimate.quota - estimate.usage);
}

async function recordOf(
  id: string,
  folder: FileSystemDirectoryHandle,
): Promise<StoredModel | null> {
  const manifest = await jsonOf(folder, MANIFEST_FILE);
  if (manifest === undefined) return null;
  const record = await jsonOf(folder, RECORD_FILE);
  return isRecord(record) ? { ...record, id } : recordFrom(id, manifest);
}

/** Reads a file as JSON; undefined if it is absent, or no JSON. */
async function jsonOf(folder: FileSystemDirectoryHandle, name: string): Promise<unknown> {
  try {
    return JSON.parse(await (await (await folder.getFileHandle(name)).getFile()).text());
  } catch {
    return undefined;
  }
}

/** Whether the list can show a record. The model itself is checked as it loads. */
function isRecord(json: unknown): json is StoredModel {
  if (!isObject(json)) return false;
  const record = json;
  const texts = ['name', 'precision', 'family', 'source', 'importedAt'];
  const numbers = ['dim', 'maxSeqLength', 'bytes'];
  return (
    texts.every((field) => typeof record[field] === 'string') &&
    numbers.every((field) => typeof record[field] === 'number') &&
    (record.revision === null || typeof record.revision === 'string') &&
    (record.canaryCosine === null || typeof record.canaryCosine === 'number')
  );
}

/** Makes a record from the manifest, for a model whose record is damaged; null if the manifest is too. */
function recordFrom(id: string, manifest: unknown): StoredModel | null {
  try {
    const { name, precision, spec, files } = manifest as Manifest;
    const record = {
      ...{ id, name, precision, family: spec.family, dim: spec.dim },
      maxSeqLength: spec.maxSeqLength,
      bytes: Object.values(files).reduce((sum, { bytes }) => sum + bytes, 0),
      source: 'not known: its record in this browser is damaged',
      revision: null,
      importedAt: new Date(0).toISOString(),
      canaryCosine: null,
    };
    return isRecord(record) ? record : null;
  } catch {
    return null;
  }
}

async function childFolder(id: string): Promise<FileSystemDirectoryHandle | null> {
  const root = await modelsFolder();
  return root.getDirectoryHandle(id).catch((error: unknown) => {
    if (isNotFound(error)) return null;
    throw storageError(error);
  });
}

async function modelsFolder(): Promise<FileSystemDirectoryHandle> {
  if (navigator.storage?.getDirectory === undefined) {
    throw new StorageError(
      'This browser keeps no files for pages (no private file system): open the page over https in a current browser, and not in a private window.',
    );
  }
  try {
    const root = await navigator.storage.getDirectory();
    return await root.getDirectoryHandle('models', { create: true });
  } catch (error) {
    throw storageError(error);
  }
}

function isNotFound(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'NotFoundError';
}

/** Turns the browser's error into words for the user. */
export function storageError(error: unknown): StorageError {
  if (error instanceof StorageError) return error;
  const full =
    error instanceof DOMException &&
    (error.name === 'QuotaExceededError' || /quota|space/i.test(error.message));
  return new StorageError(
    full
      ? 'The disk, or what this browser grants the page, is full: remove a model you no longer need, or free space, and try again. What was done is kept.'
      : `This browser did not store the model (${messageOf(error)}); try again, or free space.`,
    { cause: error },
  );
}
