/**
 * Both ends of a worker over a real channel, which clones, transfers and orders messages like a
 * worker.
 */
import { expect, onTestFinished } from 'vitest';
import { Connection } from '../src/workers/connect.ts';
import type { WorkerRequest } from '../src/workers/messages.ts';
import { serve } from '../src/workers/serve.ts';
import { transfer } from '../src/workers/transfer.ts';
import type { ConnectOptions, Endpoint } from '../src/workers/types.ts';

export class TankError extends Error {
  override readonly name = 'TankError';
  readonly litres: number;

  constructor(litres: number, options?: ErrorOptions) {
    super(`the tank holds ${litres} litres`, options);
    this.litres = litres;
  }
}

export interface TestApi {
  readonly echo: { readonly argument: unknown; readonly result: unknown; readonly progress: never };
  /** Answers once `release` is called with its key. */
  readonly hold: {
    readonly argument: string;
    readonly result: string;
    readonly progress: number;
  };
  readonly fail: { readonly argument: string; readonly result: never; readonly progress: never };
  readonly double: {
    readonly argument: Float32Array<ArrayBuffer>;
    readonly result: Float32Array<ArrayBuffer>;
    readonly progress: never;
  };
  readonly unclonable: {
    readonly argument: 'result' | 'progress' | 'field';
    readonly result: unknown;
    readonly progress: unknown;
  };
}

interface Held {
  readonly signal: AbortSignal;
  readonly onProgress: (progress: number) => void;
  release(): void;
}

export function setUp(options: Partial<ConnectOptions<string>> = {}) {
  const { port1, port2 } = new MessageChannel();
  const held = new Map<string, Held>();
  const handedOver: Float32Array[] = [];
  const emit = serve<TestApi, string>(port2, {
    echo: (argument) => argument,
    hold: (key, { signal, onProgress }) =>
      new Promise((resolve) => {
        held.set(key, { signal, onProgress, release: () => resolve(`${key} done`) });
      }),
    fail(what) {
      if (what === 'text') throw what;
      throw new TankError(3, { cause: new RangeError(what) });
    },
    double(values) {
      const doubled = values.map((value) => value * 2);
      handedOver.push(doubled);
      return transfer(doubled, [doubled.buffer]);
    },
    unclonable(where, { onProgress }) {
      if (where === 'field') throw Object.assign(new TankError(1), { close() {} });
      if (where === 'progress') onProgress(() => {});
      return () => {};
    },
  });
  const requests: WorkerRequest<TestApi>[] = [];
  const serveMessage = port2.onmessage!;
  port2.onmessage = (event) => {
    requests.push(event.data);
    serveMessage.call(port2, event);
  };
  const endpoint: Endpoint & MessagePort = port1;
  const connection = new Connection<TestApi, string>(endpoint, {
    name: 'tank',
    errors: { TankError },
    ...options,
  });
  onTestFinished(() => connection.close(new Error('the test has ended')));
  /** Waits for the handler of a `hold` to begin. */
  const holding = async (key: string) => {
    await expect.poll(() => held.get(key)).toBeDefined();
    return held.get(key)!;
  };
  return { connection, endpoint, port2, requests, emit, holding, handedOver };
}

/** Resolves when everything sent has arrived, both ways. */
export const delivered = (connection: Connection<TestApi, string>) => connection.call('echo', null);
