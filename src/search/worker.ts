/** The entry of a worker of the exact search: service.ts does everything. */
import { serveSearch } from './service.ts';

declare const self: DedicatedWorkerGlobalScope;

serveSearch(self);
