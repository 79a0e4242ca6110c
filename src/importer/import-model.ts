/**
 * Imports a model into this browser's store: a checkpoint is quantised as it is read, layer by layer; a Facet folder is
 * copied. Every finished file is noted in a journal, so that an import that was broken off is gone on with.
 */

import type { Checkpoint } from '../checkpoint/sentence-transformers.ts';
import { canaryCosine, convertCheckpoint } from '../convert/convert.ts';
import { doubtWords } from '../convert/witness.ts';
import { groupParameters, tensorGroups } from '../encoders/canonical.ts';
import type { InstructionRole } from '../encoders/input.ts';
import type { Precision } from '../encoders/quantise.ts';
import { release } from '../encoders/release.ts';
import type { OrtRuntime } from '../engine/runner.ts';
import { CheckpointError } from '../lib/checkpoint-error.ts';
import { sha256 } from '../lib/sha256.ts';
import {
  type Canary,
  canaryTensors,
  encodeManifest,
  encodeShard,
  type FileRecord,
  MANIFEST_FILE,
  type Manifest,
  TOKENIZER_CONFIG_FILE,
  TOKENIZER_FILE,
} from '../model-folder/format.ts';
import {
  freeBytes,
  type ModelWriter,
  openStoredModel,
  removeModel,
  StorageError,
  type StoredModel,
  writeModel,
} from '../model-folder/model-store.ts';
import { parameterCount } from '../model-folder/size.ts';
import { importChoices } from './choices.ts';
import { doneSourceBytes, type Found, identityOf, intact, lookInto, storeId } from './found.ts';
import { type DoneFiles, readJournal, removeJournal, writeJournal } from './journal.ts';
import { type OpenedSource, openSource } from './open-source.ts';
import { Pace } from './pace.ts';
import { readInParts } from './reading.ts';
import { openScratch } from './scratch.ts';
import type { ImportPlan, ImportProgress, ImportSource } from './types.ts';

/** A source that was looked into, and can be imported from where the look got to. Whoever has one closes it. */
export interface Inspection {
  readonly plan: ImportPlan;
  /** Whether files of it lie on the disk, which opening the source again would fetch again. */
  readonly kept: boolean;
  /** @throws as {@link importModel}. */
  run(options: RunOptions): Promise<StoredModel>;
  close(): Promise<void>;
}

/** @throws CheckpointError if the source is no model that Facet can run. */
export async function inspectSource(
  source: ImportSource,
  signal: AbortSignal,
): Promise<Inspection> {
  const { keep, used, close } = await openScratch();
  try {
    const opened = await openSource(source, signal, keep);
    const plan = await planOf(opened, signal);
    return { plan, kept: used(), run: (options) => importOpened(opened, options), close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function planOf(opened: OpenedSource, signal: AbortSignal): Promise<ImportPlan> {
  const found = await lookInto(opened.folder, signal);
  const { spec, input } = found.kind === 'facet' ? found.manifest : found.checkpoint;
  const precisions = found.kind === 'facet' ? [found.manifest.precision] : undefined;
  const identity = await identityOf(opened, found, signal);
  const unfinished = [];
  const choices = importChoices(spec, precisions);
  for (const { precision } of choices) {
    const id = await storeId(opened, identity, precision);
    const folder = await openStoredModel(id).catch(() => null);
    const doneBytes = folder === null ? 0 : await doneSourceBytes(folder, found);
    if (doneBytes > 0) unfinished.push({ precision, doneBytes });
  }
  return {
    name: found.kind === 'facet' ? found.manifest.name : opened.name,
    layout: found.kind,
    spec,
    input,
    doubt: doubtOf(found),
    parameters: parameterCount(spec),
    sourceBytes: found.bytes,
    choices,
    freeBytes: await freeBytes(),
    unfinished,
  };
}

function doubtOf(found: Found): string | null {
  return found.kind === 'facet' || found.doubt === null ? null : doubtWords(found.doubt);
}

export interface RunOptions {
  readonly precision: Precision;
  /** Whether the instruction is pooled, where the user says it: of a checkpoint. */
  readonly instruction?: InstructionRole | undefined;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: ImportProgress) => void;
  /** Loads the runtime once, and gives the same again; not called where nothing is converted. */
  readonly ort: () => Promise<OrtRuntime>;
}

/**
 * @throws CheckpointError, StorageError, EngineError; after the signal's abort its reason. Nothing is left of an import
 *   that was aborted, or whose fault is in what its files hold.
 */
export async function importModel(source: ImportSource, options: RunOptions): Promise<StoredModel> {
  const { keep, close } = await openScratch();
  try {
    return await importOpened(await openSource(source, options.signal, keep), options);
  } finally {
    await close();
  }
}

async function importOpened(opened: OpenedSource, options: RunOptions): Promise<StoredModel> {
  const { signal, precision, instruction, onProgress } = options;
  const pace = new Pace(onProgress);
  const folder = readInParts(opened.folder, (bytes) => pace.read(bytes));
  const found = await lookInto(folder, signal, instruction);
  const id = await storeId(opened, await identityOf(opened, found, signal), precision);
  return exclusively(`facet-import-${id}`, async () => {
    const here = await intact(id, signal);
    if (here !== null) return here;
    try {
      return await run({ ...opened, folder }, found, id, pace, options);
    } catch (error) {
      const useless = error instanceof CheckpointError && error.permanent;
      if (signal.aborted || useless) await removeModel(id).catch(() => {});
      throw error;
    }
  });
}

/** Two tabs must not write one model. */
async function exclusively<Result>(name: string, task: () => Promise<Result>): Promise<Result> {
  if (navigator.locks === undefined) return task();
  return navigator.locks.request(name, { ifAvailable: true }, (lock) => {
    if (lock === null) {
      throw new StorageError(
        'This model is being imported in another tab of this browser: wait for it, or cancel it there.',
      );
    }
    return task();
  });
}

async function run(
  opened: OpenedSource,
  found: Found,
  id: string,
  pace: Pace,
  { precision, signal, ort }: RunOptions,
): Promise<StoredModel> {
  pace.begin(found.bytes);
  const writer = await writeModel(id);
  // What is there under this name is not intact.
  await writer.remove(MANIFEST_FILE);
  const { manifest, canary } =
    found.kind === 'facet'
      ? await copy(found.manifest, opened, writer, pace, signal)
      : await convert(opened, found.checkpoint, precision, writer, pace, signal, ort);
  signal.throwIfAborted();
  const record: StoredModel = {
    id,
    name: manifest.name,
    precision: manifest.precision,
    family: manifest.spec.family,
    dim: manifest.spec.dim,
    maxSeqLength: manifest.spec.maxSeqLength,
    bytes: Object.values(manifest.files).reduce((sum, file) => sum + file.bytes, 0),
    source: opened.label,
    revision: opened.revision,
    importedAt: new Date().toISOString(),
    canaryCosine: canary === null ? null : canaryCosine(canary),
    instruction: manifest.input.instruction,
    doubt: doubtOf(found),
  };
  await writer.finish(encodeManifest(manifest), record);
  await removeJournal(writer);
  return record;
}

async function convert(
  opened: OpenedSource,
  checkpoint: Checkpoint,
  precision: Precision,
  writer: ModelWriter,
  pace: Pace,
  signal: AbortSignal,
  ort: () => Promise<OrtRuntime>,
): Promise<{ manifest: Manifest; canary: Canary }> {
  const { spec, tokenizerJson, tokenizerConfig } = checkpoint;
  const { files: earlier, passage } = await readJournal(writer);
  const done = [...(passage === undefined ? [] : earlier)];
  const total = parameterCount(spec);
  const share = (group: string) => groupParameters(spec, group) / total;
  const groups = tensorGroups(spec);
  for (const group of groups.slice(0, done.length)) pace.stored(share(group), true);
  pace.step(stepName(groups[done.length]!, spec.layers));
  const canary = await convertCheckpoint(checkpoint, ort, {
    precision,
    signal,
    from: passage,
    async onGroup(group) {
      const extra = group.canary === null ? [] : canaryTensors(group.canary);
      const bytes = encodeShard(new Map([...group.tensors, ...extra]));
      const name = `${group.name}.safetensors`;
      await writer.write(name, bytes);
      done.push({ name, ...(await recordOf(bytes)) });
      const { passage } = group;
      const later = new Set([...(passage?.shared.values() ?? [])].map(({ data }) => data.buffer));
      const stored = [...group.tensors.values()].map(({ data }) => data);
      release(bytes, ...stored.filter(({ buffer }) => !later.has(buffer)));
      if (passage !== null) await writeJournal(writer, opened.label, precision, done, passage);
      pace.stored(share(group.name), false);
      const next = groups[group.index + 1];
      if (next !== undefined) pace.step(stepName(next, spec.layers));
    },
  });
  const files: Record<string, FileRecord> = {};
  for (const { name, bytes, sha256 } of done) files[name] = { bytes, sha256 };
  for (const [name, json] of [
    [TOKENIZER_FILE, tokenizerJson],
    [TOKENIZER_CONFIG_FILE, tokenizerConfig],
  ] as const) {
    const bytes = new TextEncoder().encode(JSON.stringify(json));
    await writer.write(name, bytes);
    files[name] = await recordOf(bytes);
  }
  const weights = done.map(({ name }) => name);
  const manifest: Manifest = {
    name: opened.name,
    precision,
    spec,
    input: checkpoint.input,
    weights,
    files,
    canaryPairs: canary.pairs,
  };
  return { manifest, canary };
}

async function copy(
  manifest: Manifest,
  { folder, label }: OpenedSource,
  writer: ModelWriter,
  pace: Pace,
  signal: AbortSignal,
): Promise<{ manifest: Manifest; canary: null }> {
  const { files: earlier } = await readJournal(writer);
  const known = new Map(earlier.map((file) => [file.name, file.sha256]));
  const done: DoneFiles[number][] = [];
  const total = Object.values(manifest.files).reduce((sum, { bytes }) => sum + bytes, 0);
  for (const [name, record] of Object.entries(manifest.files)) {
    const here = known.get(name) === record.sha256;
    if (!here) {
      pace.step(name);
      const source = await folder.open(name, signal);
      if (source === null) {
        throw new CheckpointError('is missing', { file: `${folder.label}/${name}` });
      }
      const bytes = await source.read(0, source.size, signal);
      const actual = await sha256(bytes);
      if (bytes.byteLength !== record.bytes || actual !== record.sha256) {
        throw new CheckpointError(
          'does not have the checksum its manifest gives: it was changed or damaged on the way; import it again',
          { file: source.name },
        );
      }
      await writer.write(name, bytes);
    }
    done.push({ name, ...record });
    await writeJournal(writer, label, manifest.precision, done, null);
    pace.stored(record.bytes / total, here);
  }
  return { manifest, canary: null };
}

async function recordOf(bytes: Uint8Array<ArrayBuffer>): Promise<FileRecord> {
  return { bytes: bytes.byteLength, sha256: await sha256(bytes) };
}

function stepName(group: string, layers: number): string {
  if (group === 'embed') return 'embedding table';
  if (group === 'head') return 'last norm and Dense';
  return `layer ${Number(group.slice('layers.'.length)) + 1} of ${layers}`;
}
