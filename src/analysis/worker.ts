/** The analysis worker's entry: service.ts does everything. */
import { serveAnalysis } from './service.ts';

declare const self: DedicatedWorkerGlobalScope;

serveAnalysis(self);
