/** The evaluation's worker: service.ts does everything. */
import { serveEvaluation } from './service.ts';

declare const self: DedicatedWorkerGlobalScope;

serveEvaluation(self);
