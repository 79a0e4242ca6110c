/** The entry of the worker that writes exports: everything it does is in service.ts. */
import { serveExports } from './service.ts';

declare const self: DedicatedWorkerGlobalScope;

serveExports(self);
