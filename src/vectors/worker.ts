/** The entry of the worker that keeps the vectors: everything it does is in service.ts. */
import { MemoryRows } from './memory-rows.ts';
import { serveVectors } from './service.ts';

declare const self: DedicatedWorkerGlobalScope;

serveVectors(self, new MemoryRows());
