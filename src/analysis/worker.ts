/** The analysis worker's entry: everything it does is in service.ts. */
import { serveAnalysis } from './service.ts';

declare const self: DedicatedWorkerGlobalScope;

serveAnalysis(self);
