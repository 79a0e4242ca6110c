/**
 * Imports a model into this browser's store: quantises a checkpoint layer by layer as it is read, or
 * copies a Facet folder. A journal lists every finished file, so that an interrupted import can resume.
 */

import type { Fetch } from '../checkpoint/http-request.ts';
import { canaryCosine } from '../convert/canary.ts';
import { convertCheckpoint } from '../convert/convert.ts';
import { samenessWords } from '../convert/sameness.ts';
import { doubtWords } from '../convert/witness.ts';
import { groupParameters, tensorGroups } from '../encoders/canonical.ts';
import type { InstructionRole } from '../encoders/input.ts';
import type { Checkpoint } from '../encoders/open-checkpoint.ts';
import type { Precision } from '../encoders/quantise.ts';
import type { OrtRuntime } from '../engine/runner.ts';
import { CheckpointError } from '../lib/checkpoint-error.ts';
import type { Canary, Manifest } from '../model-folder/format.ts';
import { ImportWriter } from '../model-folder/import-writer.ts';
import { intactModel } from '../model-folder/intact-model.ts';
import { readUnfinished } from '../model-folder/journal.ts';
import {
  freeBytes,
  removeModel,
  StorageError,
  type StoredModel,
  storeId,
} from '../model-folder/model-store.ts';
import { parameterCount } from '../model-folder/size.ts';
import { importChoices } from './choices.ts';
import { doneSourceBytes, type FoundModel, identityOf, lookInto } from './found.ts';
import { type OpenedSource, openImportSource } from './open-source.ts';
import { ImportPace } from './pace.ts';
import { readInParts } from './reading.ts';
import { openScratch } from './scratch.ts';
import type { ImportPlan, ImportProgress, ImportSource } from './types.ts';

/** An inspected source, from which an import can continue. Its owner closes it. */
export interface Inspection {
  readonly plan: ImportPlan;
  /** Whether it keeps files on the disk, which another opening would fetch again. */
  readonly kept: boolean;
  /** @throws as {@link importModel}. */
  run(options: RunOptions): Promise<StoredModel>;
  close(): Promise<void>;
}

/**
 * @param fetch Asks the source's server; default: the global one.
 * @throws CheckpointError if Facet cannot run the source's model.
 */
export async function inspectSource(
  source: ImportSource,
  signal: AbortSignal,
  fetch?: Fetch,
): Promise<Inspection> {
  const { keep, used, close } = await openScratch();
  try {
    const opened = await openImportSource(source, signal, { keep, fetch });
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
    const id = await storeId(opened.name, identity, precision);
    const doneBytes = doneSourceBytes(await readUnfinished(id), found);
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

function doubtOf(found: FoundModel): string | null {
  return found.kind === 'facet' || found.doubt === null ? null : doubtWords(found.doubt);
}

export interface RunOptions {
  readonly precision: Precision;
  /** Role of a checkpoint's instruction, if the user chose it. */
  readonly instruction?: InstructionRole | undefined;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: ImportProgress) => void;
  /** Loads the runtime once and returns it again. Not called if nothing is converted. */
  readonly ort: () => Promise<OrtRuntime>;
}

/**
 * @throws CheckpointError, StorageError, EngineError; after the signal's abort its reason. Nothing is left of an
 * aborted import, or of one whose fault is in its files' contents.
 */
export async function importModel(
  source: ImportSource,
  options: RunOptions,
  fetch?: Fetch,
): Promise<StoredModel> {
  const { keep, close } = await openScratch();
  try {
    const opened = await openImportSource(source, options.signal, { keep, fetch });
    return await importOpened(opened, options);
  } finally {
    await close();
  }
}

async function importOpened(opened: OpenedSource, options: RunOptions): Promise<StoredModel> {
  const { signal, precision, instruction, onProgress } = options;
  const pace = new ImportPace(onProgress);
  const folder = readInParts(opened.folder, (bytes) => pace.read(bytes));
  const found = await lookInto(folder, signal, instruction);
  const id = await storeId(opened.name, await identityOf(opened, found, signal), precision);
  return exclusively(`facet-import-${id}`, async () => {
    const here = await intactModel(id, signal);
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

/** Holds a lock, so that two tabs never write one model. */
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
  found: FoundModel,
  id: string,
  pace: ImportPace,
  { precision, signal, ort }: RunOptions,
): Promise<StoredModel> {
  pace.begin(found.bytes);
  const writer = await ImportWriter.open(id, opened.label, precision);
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
    doubt: (canary === null ? null : samenessWords(canary)) ?? doubtOf(found),
  };
  return writer.finish(manifest, record);
}

async function convert(
  opened: OpenedSource,
  checkpoint: Checkpoint,
  precision: Precision,
  writer: ImportWriter,
  pace: ImportPace,
  signal: AbortSignal,
  ort: () => Promise<OrtRuntime>,
): Promise<{ manifest: Manifest; canary: Canary }> {
  const { spec } = checkpoint;
  const total = parameterCount(spec);
  const share = (group: string) => groupParameters(spec, group) / total;
  const groups = tensorGroups(spec);
  for (const group of groups.slice(0, writer.groups)) pace.stored(share(group), true);
  pace.step(stepName(groups[writer.groups]!, spec.layers));
  const canary = await convertCheckpoint(checkpoint, ort, {
    precision,
    signal,
    from: writer.passage,
    async onGroup(group) {
      await writer.writeGroup(group);
      pace.stored(share(group.name), false);
      const next = groups[group.index + 1];
      if (next !== undefined) pace.step(stepName(next, spec.layers));
    },
  });
  return { manifest: await writer.writeRest({ ...checkpoint, name: opened.name }, canary), canary };
}

async function copy(
  manifest: Manifest,
  { folder }: OpenedSource,
  writer: ImportWriter,
  pace: ImportPace,
  signal: AbortSignal,
): Promise<{ manifest: Manifest; canary: null }> {
  const total = Object.values(manifest.files).reduce((sum, { bytes }) => sum + bytes, 0);
  for (const [name, record] of Object.entries(manifest.files)) {
    const here = writer.has(name, record);
    if (!here) pace.step(name);
    await writer.copyFile(folder, manifest, name, signal);
    pace.stored(record.bytes / total, here);
  }
  return { manifest, canary: null };
}

function stepName(group: string, layers: number): string {
  if (group === 'embed') return 'embedding table';
  if (group === 'head') return 'last norm and Dense';
  return `layer ${Number(group.slice('layers.'.length)) + 1} of ${layers}`;
}
