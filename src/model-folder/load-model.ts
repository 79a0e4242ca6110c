/** Loads a {@link Model} from a model folder into memory, with progress in bytes. */

import { httpFolder } from '../checkpoint/http-folder.ts';
import { memorySource } from '../checkpoint/source.ts';
import { CheckpointError } from '../lib/checkpoint-error.ts';
import { MANIFEST_FILE } from './files.ts';
import { fingerprintOf } from './fingerprint.ts';
import type { Manifest, Model } from './format.ts';
import { fetchModelFile } from './model-cache.ts';
import { openStoredModel, storedModel } from './model-store.ts';
import { type OpenFile, readModel } from './read-folder.ts';
import { checkDigest } from './seal.ts';
import type { FolderSource, LoadProgress } from './source.ts';
import { matches, openManifest, readManifest } from './verify.ts';

export interface LoadedModel {
  readonly model: Model;
  /** Bytes of all files. */
  readonly bytes: number;
  /**
   * Fingerprint of all that vectors depend on: weights, tokenizer, rules of reading. Hexadecimal SHA-256 where the page
   * has Web Crypto.
   */
  readonly fingerprint: string;
  /** Digest over the whole folder; null if an earlier Facet wrote it, or the model was never stored. */
  readonly digest: string | null;
}

export type Report = (
  progress: Pick<LoadProgress, 'stage' | 'loadedBytes' | 'totalBytes' | 'cached'>,
) => void;

/** @param onSize Called with the bytes of the weights as soon as they are known. */
export async function loadModel(
  source: FolderSource,
  signal: AbortSignal,
  report: Report,
  onSize: (weightBytes: number) => void,
): Promise<LoadedModel> {
  if (source.kind === 'facet') return loadFacetModel(source, signal, report, onSize);
  return loadStoredModel(source.id, signal, report, onSize);
}

async function loadFacetModel(
  { url, digest: known }: Extract<FolderSource, { kind: 'facet' }>,
  signal: AbortSignal,
  report: Report,
  onSize: (weightBytes: number) => void,
): Promise<LoadedModel> {
  const base = url.endsWith('/') ? url : `${url}/`;
  const manifestSource = await httpFolder(base).open(MANIFEST_FILE, signal);
  if (manifestSource === null) {
    throw new CheckpointError('is missing: this is not a Facet model folder', {
      file: base + MANIFEST_FILE,
    });
  }
  const { manifest, digest } = await readManifest(manifestSource, signal);
  if (known !== undefined) {
    checkDigest(base + MANIFEST_FILE, digest, known, 'reload the page, or fetch Facet again');
  }
  onSize(bytesOfWeights(manifest));
  const totalBytes = bytesOf(manifest);
  const loaded = new Map<string, number>();
  const allCached = new Map<string, boolean>();
  // A failed file aborts the others: their bytes would be useless.
  const failed = new AbortController();
  const either = AbortSignal.any([signal, failed.signal]);
  const fetched = await Promise.all(
    Object.entries(manifest.files).map(async ([name, record]) => {
      const file = await fetchModelFile(base + name, record, either, (bytes, hit) => {
        loaded.set(name, bytes);
        allCached.set(name, hit);
        const loadedBytes = [...loaded.values()].reduce((sum, n) => sum + n, 0);
        const cached = [...allCached.values()].every(Boolean);
        report({ stage: 'fetch', loadedBytes, totalBytes, cached });
      });
      return [name, file.bytes] as const;
    }),
  ).catch((error: unknown): never => {
    failed.abort();
    throw error;
  });
  const files = new Map<string, Uint8Array<ArrayBuffer>>(fetched);
  return loadedModel(manifest, digest, async (name) => memorySource(base + name, files.get(name)!));
}

async function loadStoredModel(
  id: string,
  signal: AbortSignal,
  report: Report,
  onSize: (weightBytes: number) => void,
): Promise<LoadedModel> {
  const folder = await openStoredModel(id);
  const opened = await openManifest(folder, signal);
  if (opened === null) {
    throw new CheckpointError('is no longer in this browser; import it again', {
      file: folder.label,
    });
  }
  const { manifest, digest } = opened;
  // A model imported before records had a digest has none to compare with.
  const known = (await storedModel(id))?.digest;
  if (known !== undefined) {
    checkDigest(folder.label, digest, known, 'remove the model and import it again');
  }
  onSize(bytesOfWeights(manifest));
  const totalBytes = bytesOf(manifest);
  let loadedBytes = 0;
  return loadedModel(manifest, digest, async (name) => {
    const source = await folder.open(name, signal);
    const record = manifest.files[name]!;
    const bytes = await source?.read(0, source.size, signal);
    if (bytes === undefined || !(await matches(bytes, record))) {
      throw new CheckpointError(
        'is missing or damaged in this browser; remove the model and import it again',
        { file: `${folder.label}/${name}` },
      );
    }
    loadedBytes += bytes.byteLength;
    report({ stage: 'fetch', loadedBytes, totalBytes, cached: true });
    return memorySource(`${folder.label}/${name}`, bytes);
  });
}

/** @param open As {@link readModel}. */
async function loadedModel(
  manifest: Manifest,
  digest: string | null,
  open: OpenFile,
): Promise<LoadedModel> {
  const model = await readModel(manifest, open);
  const sums = Object.values(manifest.files).map(({ sha256: sum }) => sum);
  const fingerprint = await fingerprintOf(sums, manifest);
  return { model, bytes: bytesOf(manifest), fingerprint, digest };
}

function bytesOfWeights({ weights, files }: Manifest): number {
  return weights.reduce((sum, name) => sum + files[name]!.bytes, 0);
}

function bytesOf({ files }: Manifest): number {
  return Object.values(files).reduce((sum, { bytes }) => sum + bytes, 0);
}
