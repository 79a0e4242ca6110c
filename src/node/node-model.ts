/** Models on disk, for the command line: read as Facet folders or as checkpoints, written as Facet folders. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { readJson } from '../checkpoint/json.ts';
import { openSafetensors } from '../checkpoint/safetensors.ts';
import type { ByteSource, ModelFolder, TensorSource } from '../checkpoint/types.ts';
import { convertInMemory } from '../convert/convert.ts';
import { doubtWords, tokenDoubt } from '../convert/witness.ts';
import type { EncoderSpec } from '../encoders/families/index.ts';
import { type InputRules, type InstructionRole, inputNotes, roleWords } from '../encoders/input.ts';
import { openCheckpoint } from '../encoders/open-checkpoint.ts';
import type { Precision } from '../encoders/quantise.ts';
import type { ModelTensor } from '../encoders/tensors.ts';
import type { OrtRuntime } from '../engine/runner.ts';
import { CheckpointError } from '../lib/checkpoint-error.ts';
import {
  canaryTensors,
  encodeManifest,
  encodeShard,
  FILE_NAME,
  type FileRecord,
  MANIFEST_FILE,
  type Manifest,
  type Model,
  parseManifest,
  readWeights,
  TOKENIZER_CONFIG_FILE,
  TOKENIZER_FILE,
} from '../model-folder/format.ts';
import { weightBytes } from '../model-folder/size.ts';
import { codeOf, FileError } from './errors.ts';
import { nodeFolder } from './folder.ts';
import { OutputFolder } from './output-folder.ts';

/** A weights file is closed when it has this much: each is one request, and one allocation of a reader. */
const SHARD_BYTES = 128 * 1024 * 1024;

export interface ReadOptions {
  /** Default: the Facet folder's own, or what the checkpoint's folder is called. */
  readonly name?: string | undefined;
  /** Default: int8 of a checkpoint, and what a Facet folder was written with. */
  readonly precision?: Precision | undefined;
  /** Told once what the model is, before its weights are read: the time to refuse it. */
  readonly onSpec?: (spec: EncoderSpec, precision: Precision) => Promise<void>;
  /** Fraction of a checkpoint that is converted, 0 to 1. */
  readonly onProgress?: (fraction: number) => void;
  /** Checkpoints only, against what the folder says or leaves open. */
  readonly instruction?: InstructionRole | undefined;
  /** Takes what the user should know of the model, a sentence each. */
  readonly onNote?: (note: string) => void;
}

/**
 * @param from A sentence-transformers folder, or one that Facet wrote; a path is one on disk.
 * @throws CheckpointError if it is neither, a file is missing or wrong, or a Facet folder has another precision than
 *   the one asked for.
 */
export async function readModelFolder(
  from: string | ModelFolder,
  ort: OrtRuntime,
  { name, precision, instruction, onSpec, onProgress, onNote }: ReadOptions = {},
): Promise<Model> {
  const folder = typeof from === 'string' ? nodeFolder(from) : from;
  const manifestFile = await folder.open(MANIFEST_FILE);
  if (manifestFile === null) {
    const checkpoint = await openCheckpoint(folder, { instruction });
    const wanted = precision ?? 'int8';
    await onSpec?.(checkpoint.spec, wanted);
    const doubt = await tokenDoubt(checkpoint);
    const notes = notesOf(checkpoint.input, '--instruction');
    for (const note of doubt === null ? notes : [...notes, doubtWords(doubt)]) onNote?.(note);
    return convertInMemory(checkpoint, ort, {
      name: name ?? basename(resolve(folder.label)),
      precision: wanted,
      ...(onProgress && { onProgress }),
    });
  }
  if (instruction !== undefined) {
    throw new CheckpointError(
      'is a Facet model, which says itself what its instruction is: --instruction is for the checkpoint it was made of; convert that again',
      { file: folder.label },
    );
  }
  const manifest = parseManifest(manifestFile.name, await readJson(manifestFile));
  if (precision !== undefined && precision !== manifest.precision) {
    throw new CheckpointError(
      `is a Facet model in ${manifest.precision} already, and cannot be made ${precision}; convert its checkpoint with "npm run model -- <checkpoint> <folder> --precision ${precision}", or ask for ${manifest.precision}`,
      { file: folder.label },
    );
  }
  await onSpec?.(manifest.spec, manifest.precision);
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
    name: name ?? manifest.name,
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

/** Bytes of the folder to be, a little more than it will take without its tokenizer. */
export function folderBytes(spec: EncoderSpec, precision: Precision): number {
  return Math.ceil(1.01 * weightBytes(spec, precision));
}

/** Whether there is a Facet model, of whatever version, in a folder. */
export function isFacetFolder(directory: string): boolean {
  return writtenManifest(directory) !== null;
}

/**
 * Writes a Facet folder whole or not at all, in the place of one that is there.
 * @returns its size in bytes, file by file.
 * @throws FileError
 */
export async function writeModelFolder(
  directory: string,
  model: Model,
): Promise<ReadonlyMap<string, number>> {
  const output = OutputFolder.open(directory);
  try {
    return await writeModel(output, directory, model);
  } catch (error) {
    output.discard();
    throw error;
  }
}

/** The same, to a folder that is open. @param directory Where it is, for what an earlier model leaves there. */
export async function writeModel(
  output: OutputFolder,
  directory: string,
  model: Model,
): Promise<ReadonlyMap<string, number>> {
  const text = (value: object) => new TextEncoder().encode(JSON.stringify(value));
  const shards = shardsOf(model);
  const weights = shards.map((_, i) =>
    shards.length === 1 ? 'model.safetensors' : shardName(i, shards.length),
  );
  const files: Record<string, FileRecord> = {};
  const write = async (name: string, bytes: Uint8Array) => {
    await output.write(name, bytes);
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
  // The manifest comes last: a folder that is half written has none.
  await output.write(MANIFEST_FILE, manifestBytes);
  output.finish(writtenFiles(directory).filter((name) => !Object.hasOwn(files, name)));
  const sizes = new Map(Object.entries(files).map(([name, { bytes }]) => [name, bytes]));
  return sizes.set(MANIFEST_FILE, manifestBytes.byteLength);
}

/** The files that an earlier model has in a folder, by its own account. */
function writtenFiles(directory: string): string[] {
  const files = writtenManifest(directory)?.files;
  if (typeof files !== 'object' || files === null) return [];
  return Object.keys(files).filter((name) => FILE_NAME.test(name));
}

function writtenManifest(directory: string): Record<string, unknown> | null {
  try {
    const json: unknown = JSON.parse(readFileSync(join(directory, MANIFEST_FILE), 'utf8'));
    const manifest = json as Record<string, unknown> | null;
    return manifest?.format === 'facet' ? manifest : null;
  } catch (error) {
    if (error instanceof SyntaxError || codeOf(error) === 'ENOENT') return null;
    throw FileError.of(join(directory, MANIFEST_FILE), error);
  }
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
