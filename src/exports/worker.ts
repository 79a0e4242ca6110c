/** The entry of the worker that writes exports: service.ts does everything. */
import { serveExports } from './service.ts';

declare const self: DedicatedWorkerGlobalScope;

serveExports(self);
