/** The entry of the worker that searches by words: service.ts does everything. */
import { serveWords } from './service.ts';

declare const self: DedicatedWorkerGlobalScope;

serveWords(self);
