/** Writes a model's files to any sink: this browser's store, a disk. */
import type { ModelTensor, ModelTensors } from '../encoders/tensors.ts';
import { MANIFEST_FILE, shardFiles, TOKENIZER_CONFIG_FILE, TOKENIZER_FILE } from './files.ts';
import {
  canaryTensors,
  encodeShard,
  type FileRecord,
  type Manifest,
  type Model,
} from './format.ts';
import { sealManifest } from './seal.ts';
import { fileRecordOf } from './verify.ts';

/** Bytes at which a weights file is closed: each is one request, and one allocation of a reader. */
const SHARD_BYTES = 128 * 1024 * 1024;

/** Takes the files of a folder. */
export interface FileSink {
  write(name: string, bytes: Uint8Array<ArrayBuffer>): Promise<void>;
}

/**
 * Writes a whole model as a folder, the manifest last: a half-written one has none.
 * @returns the size of each file in bytes.
 */
export async function writeFolder(
  sink: FileSink,
  model: Model,
): Promise<ReadonlyMap<string, number>> {
  const shards = shardsOf(model);
  const weights = shardFiles(shards.length);
  const files: Record<string, FileRecord> = {};
  for (const [i, tensors] of shards.entries()) {
    const bytes = encodeShard(tensors);
    await sink.write(weights[i]!, bytes);
    files[weights[i]!] = await fileRecordOf(bytes);
  }
  Object.assign(files, await writeTokenizer(sink, model));
  const sealed = await sealManifest(manifestOf(model, model.canary.pairs, weights, files));
  const manifest = text(sealed.text);
  await sink.write(MANIFEST_FILE, manifest);
  const sizes = new Map(Object.entries(files).map(([name, { bytes }]) => [name, bytes]));
  return sizes.set(MANIFEST_FILE, manifest.byteLength);
}

export async function writeTokenizer(
  sink: FileSink,
  { tokenizerJson, tokenizerConfig }: Pick<Model, 'tokenizerJson' | 'tokenizerConfig'>,
): Promise<Record<string, FileRecord>> {
  const files: Record<string, FileRecord> = {};
  for (const [name, json] of [
    [TOKENIZER_FILE, tokenizerJson],
    [TOKENIZER_CONFIG_FILE, tokenizerConfig],
  ] as const) {
    const bytes = text(JSON.stringify(json));
    await sink.write(name, bytes);
    files[name] = await fileRecordOf(bytes);
  }
  return files;
}

/** Makes the manifest. Its fields keep their written order: an imported folder is recognised by its text. */
export function manifestOf(
  { name, precision, spec, input }: Pick<Model, 'name' | 'precision' | 'spec' | 'input'>,
  canaryPairs: Manifest['canaryPairs'],
  weights: readonly string[],
  files: Readonly<Record<string, FileRecord>>,
): Manifest {
  return { name, precision, spec, input, weights, files, canaryPairs };
}

function shardsOf({ tensors, canary }: Model): ModelTensors[] {
  let shard = new Map<string, ModelTensor>();
  const shards = [shard];
  let bytes = 0;
  for (const [name, tensor] of [...tensors, ...canaryTensors(canary)]) {
    const size = tensor.data.byteLength;
    if (bytes > 0 && bytes + size > SHARD_BYTES) {
      shard = new Map();
      shards.push(shard);
      bytes = 0;
    }
    shard.set(name, tensor);
    bytes += size;
  }
  return shards;
}

function text(value: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(value);
}
