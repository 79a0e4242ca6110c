/** For tests: what a client's `new Worker` gives in Node, with the worker's end of a real channel for the test to serve. */
import { vi } from 'vitest';

export class StandInWorker {
  terminated = false;
  readonly worker: MessagePort & { terminate(): void };
  readonly port: MessagePort;

  constructor() {
    const { port1, port2 } = new MessageChannel();
    this.port = port2;
    this.worker = Object.assign(port1, {
      terminate: () => {
        this.terminated = true;
        port1.close();
      },
    });
  }

  /** As an uncaught error in it does. */
  crash(message: string): void {
    const event = Object.assign(new Event('error'), { message });
    (this.worker as unknown as Worker).onerror?.(event as ErrorEvent);
  }
}

/** @returns Those that were started, in order; `vi.unstubAllGlobals()` ends it. */
export function stubWorkers(): StandInWorker[] {
  const started: StandInWorker[] = [];
  vi.stubGlobal('Worker', function newWorker() {
    const standIn = new StandInWorker();
    started.push(standIn);
    return standIn.worker;
  });
  return started;
}
