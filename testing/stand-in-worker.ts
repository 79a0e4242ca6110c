/** Replaces `new Worker` in Node for tests: the test serves the worker's end of a real channel. */
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

  /** Crashes like an uncaught error in the worker. */
  crash(message: string): void {
    const event = Object.assign(new Event('error'), { message });
    (this.worker as unknown as Worker).onerror?.(event as ErrorEvent);
  }
}

/** @returns the started workers, in order; `vi.unstubAllGlobals()` ends the stub. */
export function stubWorkers(): StandInWorker[] {
  const started: StandInWorker[] = [];
  vi.stubGlobal('Worker', function newWorker() {
    const standIn = new StandInWorker();
    started.push(standIn);
    return standIn.worker;
  });
  return started;
}
