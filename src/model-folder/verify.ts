/** Model folders wherever they lie, and whether their files are those that the manifest speaks of. */
import { readJson } from '../checkpoint/json.ts';
import type { ByteSource, ModelFolder } from '../checkpoint/types.ts';
import { CheckpointError } from '../lib/checkpoint-error.ts';
import { sha256 } from '../lib/sha256.ts';
import { MANIFEST_FILE } from './files.ts';
import { type FileRecord, type Manifest, parseManifest } from './format.ts';

/** Null for a folder that Facet did not write. @throws CheckpointError naming the field that is wrong. */
export async function openManifest(
  folder: ModelFolder,
  signal?: AbortSignal,
): Promise<Manifest | null> {
  const source = await folder.open(MANIFEST_FILE, signal);
  return source === null ? null : parseManifest(source.name, await readJson(source, signal));
}

/** Size and checksum of a file. */
export async function fileRecordOf(bytes: Uint8Array<ArrayBuffer>): Promise<FileRecord> {
  return { bytes: bytes.byteLength, sha256: await sha256(bytes) };
}

/** Whether a file is the one that a manifest speaks of. */
export async function matches(
  bytes: Uint8Array<ArrayBuffer>,
  expected: FileRecord,
): Promise<boolean> {
  if (bytes.byteLength !== expected.bytes) return false;
  // Web Crypto is absent outside secure contexts, where there is no cache to have gone bad either.
  if (globalThis.crypto?.subtle === undefined) return true;
  return (await sha256(bytes)) === expected.sha256;
}

/**
 * A file of the folder that is as its manifest says, and its bytes.
 * @param advice Follows what is wrong with the checksum, for the user.
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
