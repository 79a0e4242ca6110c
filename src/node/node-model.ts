/** Models on disk, for the command line: read as Facet folders or as checkpoints, written as Facet folders. */
import { readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import type { ModelFolder } from '../checkpoint/types.ts';
import { convertInMemory } from '../convert/convert.ts';
import { samenessWords } from '../convert/sameness.ts';
import { doubtWords, tokenDoubt } from '../convert/witness.ts';
import type { EncoderSpec } from '../encoders/families/index.ts';
import { type InputRules, type InstructionRole, inputNotes, roleWords } from '../encoders/input.ts';
import { openCheckpoint } from '../encoders/open-checkpoint.ts';
import type { Precision } from '../encoders/quantise.ts';
import type { OrtRuntime } from '../engine/runner.ts';
import { CheckpointError } from '../lib/checkpoint-error.ts';
import { MANIFEST_FILE } from '../model-folder/files.ts';
import { fingerprintOf } from '../model-folder/fingerprint.ts';
import { filesOf, type Manifest, type Model, parseManifest } from '../model-folder/format.ts';
import { readModel } from '../model-folder/read-folder.ts';
import { weightBytes } from '../model-folder/size.ts';
import { openManifest, openVerified } from '../model-folder/verify.ts';
import { type FileSink, writeFolder } from '../model-folder/write-folder.ts';
import { codeOf, FileError } from './errors.ts';
import { nodeFolder } from './folder.ts';
import { OutputFolder } from './output-folder.ts';

export interface ReadOptions {
  /** Name of the model. Default: the Facet folder's name for itself, or the checkpoint's folder. */
  readonly name?: string | undefined;
  /** Precision. Default: int8 for a checkpoint, and a Facet folder's own. */
  readonly precision?: Precision | undefined;
  /** Called once with the model's spec before its weights are read, so that the caller can refuse it. */
  readonly onSpec?: (spec: EncoderSpec, precision: Precision) => Promise<void>;
  /** Called with the converted fraction of a checkpoint, 0 to 1. */
  readonly onProgress?: (fraction: number) => void;
  /** Role of a checkpoint's instruction; overrides the folder's own or a guess. */
  readonly instruction?: InstructionRole | undefined;
  /** Called with each note about the model, a sentence for the user. */
  readonly onNote?: (note: string) => void;
}

/**
 * @param from A sentence-transformers folder or one that Facet wrote; a string is a path on disk.
 * @throws CheckpointError if it is neither, if a file is missing or wrong, or if a Facet folder has
 * another precision than the requested one.
 */
export async function readModelFolder(
  from: string | ModelFolder,
  ort: OrtRuntime,
  { name, precision, instruction, onSpec, onProgress, onNote }: ReadOptions = {},
): Promise<Model> {
  const folder = typeof from === 'string' ? nodeFolder(from) : from;
  const manifest = (await openManifest(folder))?.manifest ?? null;
  if (manifest === null) {
    const checkpoint = await openCheckpoint(folder, { instruction });
    const wanted = precision ?? 'int8';
    await onSpec?.(checkpoint.spec, wanted);
    const doubt = await tokenDoubt(checkpoint);
    const notes = notesOf(checkpoint.input, '--instruction');
    for (const note of doubt === null ? notes : [...notes, doubtWords(doubt)]) onNote?.(note);
    const model = await convertInMemory(checkpoint, ort, {
      name: name ?? basename(resolve(folder.label)),
      precision: wanted,
      ...(onProgress && { onProgress }),
    });
    const sameness = samenessWords(model.canary);
    if (sameness !== null) onNote?.(sameness);
    return model;
  }
  if (instruction !== undefined) {
    throw new CheckpointError(
      'is a Facet model, which records the role of its instruction; use --instruction when you convert its checkpoint',
      { file: folder.label },
    );
  }
  if (precision !== undefined && precision !== manifest.precision) {
    throw new CheckpointError(
      `is a Facet model in ${manifest.precision} already, and cannot be made ${precision}; convert its checkpoint with "npm run model -- <checkpoint> <folder> --precision ${precision}", or ask for ${manifest.precision}`,
      { file: folder.label },
    );
  }
  await onSpec?.(manifest.spec, manifest.precision);
  for (const note of notesOf(manifest.input, null)) onNote?.(note);
  const model = await readModel(
    manifest,
    async (file) => (await openVerified(folder, manifest, file)).source,
  );
  return name === undefined ? model : { ...model, name };
}

function notesOf(input: InputRules, remedy: string | null): string[] {
  const notes = inputNotes(input, remedy);
  const pooled = input.stated && input.instruction === 'pooled';
  return pooled ? [`The instruction is ${roleWords('pooled')}.`, ...notes] : notes;
}

/**
 * Fingerprint of a model that was read from a folder: a Facet folder's own, by which the page knows it. That of a
 * checkpoint is of the folder which {@link writeModel} writes.
 */
export async function fingerprintIn(folder: ModelFolder, model: Model): Promise<string> {
  const found = await openManifest(folder);
  if (found !== null) return fingerprintOf(sumsOf(found.manifest), found.manifest);
  let text = '';
  const sink: FileSink = {
    async write(name, bytes) {
      if (name === MANIFEST_FILE) text = new TextDecoder().decode(bytes);
    },
  };
  await writeFolder(sink, model);
  const manifest = parseManifest(MANIFEST_FILE, JSON.parse(text));
  return fingerprintOf(sumsOf(manifest), manifest);
}

function sumsOf({ files }: Manifest): string[] {
  return Object.values(files).map(({ sha256 }) => sha256);
}

/** Bytes of the folder to be written, slightly more than it takes without its tokenizer. */
export function folderBytes(spec: EncoderSpec, precision: Precision): number {
  return Math.ceil(1.01 * weightBytes(spec, precision));
}

/** Whether a folder holds a Facet model of any version. */
export function isFacetFolder(directory: string): boolean {
  return writtenFiles(directory) !== null;
}

/**
 * Writes a Facet folder whole or not at all, and replaces an existing one.
 * @returns the size of each file in bytes.
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

/** Writes a model into an open folder. @param directory Its path, for removing an earlier model's files. */
export async function writeModel(
  output: OutputFolder,
  directory: string,
  model: Model,
): Promise<ReadonlyMap<string, number>> {
  const sizes = await writeFolder(output, model);
  output.finish(writtenFiles(directory)?.filter((name) => !sizes.has(name)) ?? []);
  return sizes;
}

/** The files that an earlier model has in a folder, by its own account; null where there is none. */
function writtenFiles(directory: string): readonly string[] | null {
  const manifest = join(directory, MANIFEST_FILE);
  try {
    return filesOf(JSON.parse(readFileSync(manifest, 'utf8')));
  } catch (error) {
    if (error instanceof SyntaxError || codeOf(error) === 'ENOENT') return null;
    throw FileError.of(manifest, error);
  }
}
