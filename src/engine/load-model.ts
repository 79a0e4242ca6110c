/** From a {@link ModelSource} to a {@link Model} in memory, with progress in bytes. */
import { CheckpointError } from '../checkpoint/errors.ts';
import { httpFolder } from '../checkpoint/http-folder.ts';
import { readJson } from '../checkpoint/json.ts';
import { openSafetensors } from '../checkpoint/safetensors.ts';
import { openCheckpoint } from '../checkpoint/sentence-transformers.ts';
import { memorySource } from '../checkpoint/source.ts';
import {
  MANIFEST_FILE,
  type Model,
  type ModelFile,
  parseManifest,
  readWeights,
  TOKENIZER_CONFIG_FILE,
  TOKENIZER_FILE,
  WEIGHTS_FILE,
} from '../model/format.ts';
import { fetchModelFile } from '../storage/model-cache.ts';
import { convertCheckpoint } from './convert.ts';
import { loadOrt } from './ort-browser.ts';
import type { LoadProgress, ModelSource } from './types.ts';

export interface LoadedModel {
  readonly model: Model;
  /** Bytes of all files. */
  readonly bytes: number;
  /** Hexadecimal SHA-256 that stands for the weights. */
  readonly fingerprint: string;
}

type Report = (
  progress: Pick<LoadProgress, 'stage' | 'loadedBytes' | 'totalBytes' | 'cached'>,
) => void;

/** @param onSize Called as soon as it is known how many bytes the weights will take. */
export async function loadModel(
  source: ModelSource,
  signal: AbortSignal,
  report: Report,
  onSize: (weightBytes: number) => void = () => {},
): Promise<LoadedModel> {
  if (source.kind === 'facet') return loadFacetModel(source.url, signal, report, onSize);
  const loaded = await loadCheckpoint(source, signal, report);
  onSize([...loaded.model.tensors.values()].reduce((sum, t) => sum + t.data.byteLength, 0));
  return loaded;
}

async function loadFacetModel(
  url: string,
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
  const manifest = parseManifest(base + MANIFEST_FILE, await readJson(manifestSource, signal));
  onSize(manifest.files[WEIGHTS_FILE].bytes);
  const names = Object.keys(manifest.files) as ModelFile[];
  const totalBytes = names.reduce((sum, name) => sum + manifest.files[name].bytes, 0);
  const loaded = new Map<ModelFile, number>();
  const allCached = new Map<ModelFile, boolean>();
  // A file that fails ends the others: their bytes would be for nothing.
  const failed = new AbortController();
  const either = AbortSignal.any([signal, failed.signal]);
  const fetched = await Promise.all(
    names.map(async (name) => {
      const file = await fetchModelFile(base + name, manifest.files[name], either, (bytes, hit) => {
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
  const files = Object.fromEntries(fetched) as Record<ModelFile, Uint8Array<ArrayBuffer>>;
  const weights = await openSafetensors(memorySource(base + WEIGHTS_FILE, files[WEIGHTS_FILE]));
  const { tensors, canary } = await readWeights(manifest, weights);
  const json = async (name: ModelFile) =>
    (await readJson(memorySource(base + name, files[name]))) as object;
  const model: Model = {
    name: manifest.name,
    precision: manifest.precision,
    spec: manifest.spec,
    tensors,
    tokenizerJson: await json(TOKENIZER_FILE),
    tokenizerConfig: await json(TOKENIZER_CONFIG_FILE),
    canary,
  };
  return { model, bytes: totalBytes, fingerprint: manifest.files[WEIGHTS_FILE].sha256 };
}

async function loadCheckpoint(
  { url, precision }: Extract<ModelSource, { kind: 'checkpoint' }>,
  signal: AbortSignal,
  report: Report,
): Promise<LoadedModel> {
  report({ stage: 'fetch', loadedBytes: 0, totalBytes: 0, cached: false });
  const checkpoint = await openCheckpoint(httpFolder(url), signal);
  const bytes = [...checkpoint.files.values()].reduce((sum, file) => sum + file.size, 0);
  const name = new URL(url).pathname.split('/').filter(Boolean).at(-1) ?? url;
  const model = await convertCheckpoint(checkpoint, await loadOrt('wasm', 1), {
    name,
    precision,
    signal,
    onProgress: (fraction) =>
      report({
        stage: 'convert',
        loadedBytes: Math.round(fraction * bytes),
        totalBytes: bytes,
        cached: false,
      }),
  });
  return { model, bytes, fingerprint: await fingerprintOf(model) };
}

async function fingerprintOf(model: Model): Promise<string> {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  for (const [name, { data }] of model.tensors) {
    const digest = await crypto.subtle.digest('SHA-256', data as Uint8Array<ArrayBuffer>);
    parts.push(new TextEncoder().encode(name), new Uint8Array(digest));
  }
  const digest = await crypto.subtle.digest('SHA-256', await new Blob(parts).arrayBuffer());
  return Array.from(new Uint8Array(digest), (b) => b.toString(16).padStart(2, '0')).join('');
}
