/** The page's side of the export of a model. */
import { paceOf } from '../../jobs/pace.ts';
import { Connection } from '../../workers/connect.ts';
import { SCRIPT_NOT_LOADED } from '../../workers/errors.ts';
import { startModuleWorker } from '../../workers/start.ts';
import type { CallOptions } from '../../workers/types.ts';
import { ExportError } from '../types.ts';
import {
  type ExportedModel,
  MODEL_EXPORT_ERRORS,
  type ModelExportApi,
  type ModelOrder,
  type ModelProgress,
} from './protocol.ts';
import script from './worker.ts?worker&url';

/** Milliseconds in which no time left is told: the pace is that of the start. */
const UNSURE_MS = 1000;

export type TimedProgress = ModelProgress & {
  /** Null while it is not known, and for the check, which has no pace. */
  readonly secondsLeft: number | null;
};

/**
 * Writes a model as ONNX in a worker of its own, which ends with it and so frees the memory of the weights.
 * @throws ExportError, CheckpointError, StorageError, EngineError; the signal's reason.
 */
export async function writeModelFiles(
  order: ModelOrder,
  { signal, onProgress }: CallOptions<TimedProgress>,
): Promise<ExportedModel> {
  const { source } = order;
  // The worker has no address to which the page's are relative.
  const absolute =
    source.kind === 'facet'
      ? { ...source, url: new URL(source.url, document.baseURI).href }
      : source;
  const connection = new Connection<ModelExportApi>(
    startModuleWorker(script, import.meta.url, 'facet-model-export'),
    {
      name: 'facet-model-export',
      errors: MODEL_EXPORT_ERRORS,
      describeCrash: ({ reason }) =>
        new ExportError(
          reason === SCRIPT_NOT_LOADED
            ? 'The export did not start: its script did not load. Check that the server of this page runs and that you are connected, and try again.'
            : `The export stopped (${reason}): close other tabs if memory is short, and try again.`,
        ),
    },
  );
  try {
    signal?.throwIfAborted();
    const startedAt = performance.now();
    const { answer, abort } = connection.open(
      'write',
      { ...order, source: absolute },
      (progress) => {
        const { done, total } = progress;
        const elapsedMs = performance.now() - startedAt;
        const { secondsLeft } = paceOf({ done, total, elapsedMs, unsureMs: UNSURE_MS });
        onProgress?.({
          ...progress,
          secondsLeft: progress.step === 'checking' ? null : secondsLeft,
        });
      },
    );
    // An aborted worker first removes the files it has written.
    signal?.addEventListener('abort', () => void abort());
    return await answer;
  } finally {
    connection.close(new ExportError('The export has ended.'));
  }
}
