/** Models on disk, for the command line: read as Facet folders or as checkpoints, written as Facet folders. */
import { createHash } from 'node:crypto';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { CheckpointError } from '../checkpoint/errors.ts';
import { readJson } from '../checkpoint/json.ts';
import { nodeFolder } from '../checkpoint/node-folder.ts';
import { openSafetensors } from '../checkpoint/safetensors.ts';
import { openCheckpoint } from '../checkpoint/sentence-transformers.ts';
import type { ByteSource, ModelFolder } from '../checkpoint/types.ts';
import { convertCheckpoint } from '../engine/convert.ts';
import type { OrtRuntime } from '../engine/runner.ts';
import {
  encodeManifest,
  encodeWeights,
  MANIFEST_FILE,
  type Manifest,
  type Model,
  type ModelFile,
  parseManifest,
  readWeights,
  TOKENIZER_CONFIG_FILE,
  TOKENIZER_FILE,
  WEIGHTS_FILE,
} from '../model/format.ts';
import type { Precision } from '../model/quantise.ts';

export interface ReadOptions {
  readonly name?: string | undefined;
  /** Checkpoints only: a Facet folder has the precision it was written with. */
  readonly precision: Precision;
}

/**
 * @param from A sentence-transformers folder, or one that Facet wrote; a path is one on disk.
 * @throws CheckpointError if it is neither, or a file is missing or wrong.
 */
export async function readModelFolder(
  from: string | ModelFolder,
  ort: OrtRuntime,
  { name, precision }: ReadOptions,
): Promise<Model> {
  const folder = typeof from === 'string' ? nodeFolder(from) : from;
  const manifestFile = await folder.open(MANIFEST_FILE);
  if (manifestFile === null) {
    return convertCheckpoint(await openCheckpoint(folder), ort, {
      name: name ?? basename(resolve(folder.label)),
      precision,
    });
  }
  const manifest = parseManifest(manifestFile.name, await readJson(manifestFile));
  const verified = async (file: ModelFile): Promise<ByteSource> => {
    const source = await folder.open(file);
    if (source === null)
      throw new CheckpointError('is missing', { file: `${folder.label}/${file}` });
    if (sha256(await source.read(0, source.size)) !== manifest.files[file].sha256) {
      throw new CheckpointError('does not have the checksum its manifest gives', {
        file: source.name,
      });
    }
    return source;
  };
  const { tensors, canary } = await readWeights(
    manifest,
    await openSafetensors(await verified(WEIGHTS_FILE)),
  );
  return {
    name: manifest.name,
    precision: manifest.precision,
    spec: manifest.spec,
    tensors,
    canary,
    tokenizerJson: (await readJson(await verified(TOKENIZER_FILE))) as object,
    tokenizerConfig: (await readJson(await verified(TOKENIZER_CONFIG_FILE))) as object,
  };
}

/** Writes a Facet folder; @returns its size in bytes, file by file. */
export async function writeModelFolder(
  directory: string,
  model: Model,
): Promise<ReadonlyMap<string, number>> {
  const text = (value: object) => new TextEncoder().encode(JSON.stringify(value));
  const contents: Record<ModelFile, Uint8Array> = {
    [WEIGHTS_FILE]: encodeWeights(model),
    [TOKENIZER_FILE]: text(model.tokenizerJson),
    [TOKENIZER_CONFIG_FILE]: text(model.tokenizerConfig),
  };
  const manifest: Manifest = {
    name: model.name,
    precision: model.precision,
    spec: model.spec,
    files: Object.fromEntries(
      Object.entries(contents).map(([name, bytes]) => [
        name,
        { bytes: bytes.byteLength, sha256: sha256(bytes) },
      ]),
    ) as Manifest['files'],
    canaryPairs: model.canary.pairs,
  };
  await mkdir(directory, { recursive: true });
  // The manifest goes first and comes back last: a folder that is half written has none.
  await rm(join(directory, MANIFEST_FILE), { force: true });
  const sizes = new Map<string, number>();
  for (const [name, bytes] of [
    ...Object.entries(contents),
    [MANIFEST_FILE, new TextEncoder().encode(encodeManifest(manifest))] as const,
  ]) {
    await writeFile(join(directory, name), bytes);
    sizes.set(name, bytes.byteLength);
  }
  return sizes;
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
