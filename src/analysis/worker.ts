/** The analysis worker's entry: everything it does is in service.ts. */
import type { ToWorker } from './protocol.ts';
import { createService } from './service.ts';

const receive = createService((message, transfer) => self.postMessage(message, { transfer }));

self.onmessage = ({ data }: MessageEvent<ToWorker>) => receive(data);
