/** Opens model folders anywhere, and checks their files against the manifest. */
import { readJson } from '../checkpoint/json.ts';
import type { ByteSource, ModelFolder } from '../checkpoint/types.ts';
import { CheckpointError } from '../lib/checkpoint-error.ts';
import { sha256 } from '../lib/sha256.ts';
import { MANIFEST_FILE } from './files.ts';
import { type FileRecord, type Manifest, parseManifest } from './format.ts';
import { checkSeal } from './seal.ts';

/** Contents of a folder's `model.json`, and the digest over the whole folder; null if an earlier Facet wrote it. */
export interface SealedManifest {
  readonly manifest: Manifest;
  readonly digest: string | null;
}

/** Opens the manifest; null for a folder that Facet did not write. @throws as {@link readManifest}. */
export async function openManifest(
  folder: ModelFolder,
  signal?: AbortSignal,
): Promise<SealedManifest | null> {
  const source = await folder.open(MANIFEST_FILE, signal);
  return source === null ? null : readManifest(source, signal);
}

/** @throws CheckpointError naming the wrong field, or if something was changed after it was written. */
export async function readManifest(
  source: ByteSource,
  signal?: AbortSignal,
): Promise<SealedManifest> {
  const json = await readJson(source, signal);
  const manifest = parseManifest(source.name, json);
  return { manifest, digest: await checkSeal(source.name, json) };
}

/** Computes size and checksum of a file. */
export async function fileRecordOf(bytes: Uint8Array<ArrayBuffer>): Promise<FileRecord> {
  return { bytes: bytes.byteLength, sha256: await sha256(bytes) };
}

/** Whether a file matches its record in a manifest. */
export async function matches(
  bytes: Uint8Array<ArrayBuffer>,
  expected: FileRecord,
): Promise<boolean> {
  if (bytes.byteLength !== expected.bytes) return false;
  // Web Crypto is absent outside secure contexts, which have no cache that could have gone bad either.
  if (globalThis.crypto?.subtle === undefined) return true;
  return (await sha256(bytes)) === expected.sha256;
}

/**
 * Opens a file of the folder that matches its manifest, and reads its bytes.
 * @param advice Words for the user after a wrong checksum's message.
 * @throws CheckpointError if it is missing or another.
 */
export async function openVerified(
  folder: ModelFolder,
  { files }: Pick<Manifest, 'files'>,
  name: string,
  { signal, advice = '' }: { readonly signal?: AbortSignal; readonly advice?: string } = {},
): Promise<{ readonly source: ByteSource; readonly bytes: Uint8Array<ArrayBuffer> }> {
  const source = await folder.open(name, signal);
  if (source === null) throw new CheckpointError('is missing', { file: `${folder.label}/${name}` });
  const bytes = await source.read(0, source.size, signal);
  if (await matches(bytes, files[name]!)) return { source, bytes };
  throw new CheckpointError(`does not have the checksum its manifest gives${advice}`, {
    file: source.name,
  });
}
