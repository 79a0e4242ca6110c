import { createAnalysisClient } from '../src/analysis/client.ts';
import type { AnalysisApi } from '../src/analysis/protocol.ts';
import { serveAnalysis } from '../src/analysis/service.ts';
import type { Analysis } from '../src/analysis/types.ts';

import type { WorkerRequest } from '../src/workers/messages.ts';
import type { Endpoint, ServerPort } from '../src/workers/types.ts';
import type { VectorsHere } from './vectors-here.ts';

/** The real analysis in this thread, of the vectors there, and the names of what it was asked for. */
export function analysisHere(vectors: VectorsHere): { analysis: Analysis; tasks: string[] } {
  const tasks: string[] = [];
  const start = (): Endpoint => {
    const server: ServerPort = {
      onmessage: null,
      onmessageerror: null,
      postMessage: (data) => worker.onmessage?.({ data } as MessageEvent),
    };
    const worker: Endpoint = {
      onmessage: null,
      onmessageerror: null,
      terminate: () => undefined,
      postMessage(data: WorkerRequest<AnalysisApi>) {
        if (data.kind === 'call' && data.method !== 'connect') tasks.push(data.method);
        server.onmessage?.({ data } as MessageEvent);
      },
    };
    serveAnalysis(server);
    return worker;
  };
  return { analysis: createAnalysisClient(() => vectors.port(), start), tasks };
}
