/** The entry of the worker that keeps the vectors: service.ts does everything. */
import { KeptRows } from './kept/kept-rows.ts';
import { privateDisk } from './kept/opfs.ts';
import { serveVectors } from './service.ts';

declare const self: DedicatedWorkerGlobalScope;

serveVectors(self, new KeptRows(privateDisk()));
