/** The entry of the worker that exports a model: it reads the model and brings the runtime, service.ts does the rest. */
import { loadOrt } from '../../engine/ort-browser.ts';
import { loadModel } from '../../model-folder/load-model.ts';
import { serve } from '../../workers/serve.ts';
import type { ModelExportApi } from './protocol.ts';
import { exportModel } from './service.ts';

declare const self: DedicatedWorkerGlobalScope;

serve<ModelExportApi>(self, {
  write: (order, { signal, onProgress }) =>
    exportModel(order, {
      load: (onBytes) =>
        loadModel(
          order.source,
          signal,
          ({ loadedBytes, totalBytes }) => onBytes(loadedBytes, totalBytes),
          () => {},
        ),
      // One thread: the canary is four short pairs.
      ort: () => loadOrt('wasm', 1),
      signal,
      onProgress,
    }),
});
