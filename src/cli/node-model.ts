/** Models on disk, for the command line: read as Facet folders or as checkpoints, written as Facet folders. */
import { createHash } from 'node:crypto';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { CheckpointError } from '../checkpoint/errors.ts';
import { readJson } from '../checkpoint/json.ts';
import { nodeFolder } from '../checkpoint/node-folder.ts';
import { openSafetensors } from '../checkpoint/safetensors.ts';
import { openCheckpoint } from '../checkpoint/sentence-transformers.ts';
import type { ByteSource, ModelFolder, TensorSource } from '../checkpoint/types.ts';
import { convertInMemory } from '../engine/convert.ts';
import type { OrtRuntime } from '../engine/runner.ts';
import { doubtWords, tokenDoubt } from '../engine/witness.ts';
import {
  canaryTensors,
  encodeManifest,
  encodeShard,
  type FileRecord,
  MANIFEST_FILE,
  type Manifest,
  type Model,
  parseManifest,
  readWeights,
  TOKENIZER_CONFIG_FILE,
  TOKENIZER_FILE,
} from '../model/format.ts';
import { type InputRules, type InstructionRole, inputNotes, roleWords } from '../model/input.ts';
import type { Precision } from '../model/quantise.ts';
import type { ModelTensor } from '../model/tensors.ts';

/** A weights file is closed when it has this much: each is one request, and one allocation of a reader. */
const SHARD_BYTES = 128 * 1024 * 1024;

export interface ReadOptions {
  readonly name?: string | undefined;
  /** Checkpoints only: a Facet folder has the precision it was written with. */
  readonly precision: Precision;
  /** Checkpoints only, against what the folder says or leaves open. */
  readonly instruction?: InstructionRole | undefined;
  /** Takes what the user should know of the model, a sentence each. */
  readonly onNote?: (note: string) => void;
}

/**
 * @param from A sentence-transformers folder, or one that Facet wrote; a path is one on disk.
 * @throws CheckpointError if it is neither, or a file is missing or wrong.
 */
export async function readModelFolder(
  from: string | ModelFolder,
  ort: OrtRuntime,
  { name, precision, instruction, onNote }: ReadOptions,
): Promise<Model> {
  const folder = typeof from === 'string' ? nodeFolder(from) : from;
  const manifestFile = await folder.open(MANIFEST_FILE);
  if (manifestFile === null) {
    const checkpoint = await openCheckpoint(folder, { instruction });
    const doubt = await tokenDoubt(checkpoint);
    const notes = notesOf(checkpoint.input, '--instruction');
    for (const note of doubt === null ? notes : [...notes, doubtWords(doubt)]) onNote?.(note);
    return convertInMemory(checkpoint, ort, {
      name: name ?? basename(resolve(folder.label)),
      precision,
    });
  }
  if (instruction !== undefined) {
    throw new TypeError(
      `--instruction is of a checkpoint; ${folder.label} is a Facet folder, which says itself what its instruction is: convert the checkpoint again`,
    );
  }
  const manifest = parseManifest(manifestFile.name, await readJson(manifestFile));
  for (const note of notesOf(manifest.input, null)) onNote?.(note);
  const verified = async (file: string): Promise<ByteSource> => {
    const source = await folder.open(file);
    if (source === null)
      throw new CheckpointError('is missing', { file: `${folder.label}/${file}` });
    if (sha256(await source.read(0, source.size)) !== manifest.files[file]!.sha256) {
      throw new CheckpointError('does not have the checksum its manifest gives', {
        file: source.name,
      });
    }
    return source;
  };
  async function* shards(): AsyncGenerator<TensorSource> {
    for (const file of manifest.weights) yield await openSafetensors(await verified(file));
  }
  const { tensors, canary } = await readWeights(manifest, shards());
  return {
    name: manifest.name,
    precision: manifest.precision,
    spec: manifest.spec,
    input: manifest.input,
    tensors,
    canary,
    tokenizerJson: (await readJson(await verified(TOKENIZER_FILE))) as object,
    tokenizerConfig: (await readJson(await verified(TOKENIZER_CONFIG_FILE))) as object,
  };
}

function notesOf(input: InputRules, remedy: string | null): string[] {
  const notes = inputNotes(input, remedy);
  const pooled = input.stated && input.instruction === 'pooled';
  return pooled ? [`The instruction is ${roleWords('pooled')}.`, ...notes] : notes;
}

/** Writes a Facet folder; @returns its size in bytes, file by file. */
export async function writeModelFolder(
  directory: string,
  model: Model,
): Promise<ReadonlyMap<string, number>> {
  const text = (value: object) => new TextEncoder().encode(JSON.stringify(value));
  const shards = shardsOf(model);
  const weights = shards.map((_, i) =>
    shards.length === 1 ? 'model.safetensors' : shardName(i, shards.length),
  );
  await mkdir(directory, { recursive: true });
  // The manifest goes first and comes back last: a folder that is half written has none.
  await rm(join(directory, MANIFEST_FILE), { force: true });
  const files: Record<string, FileRecord> = {};
  const write = async (name: string, bytes: Uint8Array) => {
    await writeFile(join(directory, name), bytes);
    files[name] = { bytes: bytes.byteLength, sha256: sha256(bytes) };
  };
  for (const [i, tensors] of shards.entries()) await write(weights[i]!, encodeShard(tensors));
  await write(TOKENIZER_FILE, text(model.tokenizerJson));
  await write(TOKENIZER_CONFIG_FILE, text(model.tokenizerConfig));
  const manifest: Manifest = {
    name: model.name,
    precision: model.precision,
    spec: model.spec,
    input: model.input,
    weights,
    files,
    canaryPairs: model.canary.pairs,
  };
  const manifestBytes = new TextEncoder().encode(encodeManifest(manifest));
  await writeFile(join(directory, MANIFEST_FILE), manifestBytes);
  const sizes = new Map(Object.entries(files).map(([name, { bytes }]) => [name, bytes]));
  return sizes.set(MANIFEST_FILE, manifestBytes.byteLength);
}

function shardsOf({ tensors, canary }: Model): Map<string, ModelTensor>[] {
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

function shardName(index: number, count: number): string {
  const number = (n: number) => String(n).padStart(5, '0');
  return `model-${number(index + 1)}-of-${number(count)}.safetensors`;
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
