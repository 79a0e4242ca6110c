/** The worker's side of the export of a model: reads it, writes it as plain ONNX, runs the files against the canary. */
import { checkOnnxFiles, type OnnxCheck } from '../../convert/check-onnx.ts';
import { exportOnnx, type PieceSink } from '../../convert/export-onnx.ts';
import { createSession, type OrtRuntime } from '../../engine/runner.ts';
import { asSentence, messageOf } from '../../lib/errors.ts';
import type { LoadedModel } from '../../model-folder/load-model.ts';
import { ExportError } from '../types.ts';
import type { ExportedModel, ModelOrder, ModelProgress } from './protocol.ts';
import { archiveTarget, folderTarget, type Target } from './targets.ts';

/**
 * Bytes of files beyond which they are not run here: a WASM heap has 4 GB, in which the weights lie beside the copy
 * that a graph makes of its largest matrices.
 */
const MOST_CHECKED_BYTES = 1.5e9;

interface Surroundings {
  /** Reads the model of the order. */
  readonly load: (onBytes: (done: number, total: number) => void) => Promise<LoadedModel>;
  /** The runtime of WASM, when the files are to be run. */
  readonly ort: () => Promise<OrtRuntime>;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: ModelProgress) => void;
}

/**
 * Exports a model. After an error or an abort none of its files stays.
 * @throws ExportError where a file cannot be written or gives other vectors than the model; CheckpointError where the
 * model cannot be read; the signal's reason.
 */
export async function exportModel(
  { base, appVersion, folder }: Omit<ModelOrder, 'source'>,
  { load, ort, signal, onProgress }: Surroundings,
): Promise<ExportedModel> {
  /** Passes over the bytes of the files: they are written, and packed. */
  const passes = folder === null ? 2 : 1;
  let target: Target | null = null;
  // In a function of its own, so that the weights are gone when the files are run.
  const write = async () => {
    const { model, fingerprint, bytes } = await load((done, total) =>
      onProgress({ step: 'reading', done, total: total * (1 + passes) }),
    );
    signal.throwIfAborted();
    target = folder === null ? archiveTarget(base) : await folderTarget(folder, base);
    const sizes = await exportOnnx(sinkOf(target), {
      ...{ model, fingerprint, appVersion, signal },
      onProgress: (done, total) =>
        onProgress({ step: 'writing', done: bytes + done, total: bytes + total * passes }),
    });
    return { read: bytes, sizes, target };
  };
  try {
    const { read, sizes, target: files } = await write();
    const written = [...sizes.values()].reduce((sum, size) => sum + size, 0);
    const total = read + written * passes;
    onProgress({ step: 'checking', done: read + written, total });
    const checks = await check(files, [...sizes.keys()], written, ort);
    signal.throwIfAborted();
    const finished = await files.finish(signal, (packed) =>
      onProgress({ step: 'packing', done: read + written + packed, total }),
    );
    signal.throwIfAborted();
    return { ...finished, sizes, checks };
  } catch (error) {
    await (target as Target | null)?.discard();
    signal.throwIfAborted();
    throw error;
  }
}

function sinkOf({ place, closed }: Target): PieceSink {
  return {
    async write(name, pieces) {
      const sink = await place.open(name, 'application/octet-stream');
      try {
        for await (const piece of pieces) await sink.write(piece);
        closed(name, await sink.close());
      } catch (error) {
        await sink.discard();
        throw error;
      }
    },
  };
}

/** Runs the written files. A runtime that cannot open them leaves the export unchecked: the files may still be right. */
async function check(
  target: Target,
  names: readonly string[],
  bytes: number,
  runtime: Surroundings['ort'],
): Promise<readonly OnnxCheck[] | string> {
  if (bytes > MOST_CHECKED_BYTES) return 'They are too large for the memory of WASM.';
  try {
    const ort = await runtime();
    const bytesOf = async (name: string) =>
      new Uint8Array(await (await target.read(name)).arrayBuffer());
    const external = names.filter((name) => name.endsWith('.data'));
    return await checkOnnxFiles({
      text: async (file) => (await target.read(file)).text(),
      open: async (file) =>
        createSession(
          ort,
          {
            model: await bytesOf(file),
            external: await Promise.all(
              external.map(async (path) => ({ path, data: await bytesOf(path) })),
            ),
          },
          'wasm',
          { lean: true },
        ),
      tensor: (data, dims) => new ort.Tensor('int64', data, dims),
      fail: (file, reason) => new ExportError(`${file} ${reason}.`),
    });
  } catch (error) {
    if (error instanceof ExportError) throw error;
    return asSentence(messageOf(error));
  }
}
