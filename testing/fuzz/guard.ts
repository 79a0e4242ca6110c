import { Worker } from 'node:worker_threads';

/**
 * Stops damaged files from asking for memory or never ending. Import this before the code under test:
 * code that keeps the constructors then keeps the watched ones.
 */

/** Not a CheckpointError on purpose: the code that asks for so much is at fault, not the file. */
export class HostileAllocation extends Error {}

/** Bytes that one array or buffer may take at present. */
let limit = Number.POSITIVE_INFINITY;

type ArrayConstructor = new (...args: readonly unknown[]) => object;

const WATCHED = [
  ...['ArrayBuffer', 'SharedArrayBuffer', 'Uint8Array', 'Uint8ClampedArray', 'Uint16Array'],
  ...['Uint32Array', 'Int8Array', 'Int16Array', 'Int32Array', 'Float32Array', 'Float64Array'],
  ...['BigInt64Array', 'BigUint64Array', 'Array'],
] as const;

for (const name of WATCHED) {
  const globals = globalThis as unknown as Record<string, ArrayConstructor>;
  const original = globals[name]!;
  const width = (original as { BYTES_PER_ELEMENT?: number }).BYTES_PER_ELEMENT ?? 1;
  globals[name] = new Proxy(original, {
    construct(target, args: readonly unknown[], newTarget) {
      const bytes = requested(args[0]) * width;
      if (bytes > limit) throw new HostileAllocation(`${name} of ${bytes} bytes; ${limit} at most`);
      return Reflect.construct(target, args, newTarget === globals[name] ? target : newTarget);
    },
  });
}

/** Elements that a constructor makes from this first argument; a view of a buffer makes none. */
function requested(first: unknown): number {
  if (typeof first === 'number') return first;
  return typeof first === 'object' && first !== null && 'length' in first
    ? Number(first.length)
    : 0;
}

/** @throws HostileAllocation if `attempt` asks for an array or buffer of more than `bytes`. */
export async function withMemory<Result>(
  bytes: number,
  attempt: () => Promise<Result>,
): Promise<Result> {
  limit = bytes;
  try {
    return await attempt();
  } finally {
    limit = Number.POSITIVE_INFINITY;
  }
}

interface Watchdog {
  /** Runs `attempt`; ends this process after one to two limits. */
  watch<Result>(what: string, attempt: () => Promise<Result>): Promise<Result>;
  stop(): void;
}

/** Another thread ends the process and its tests, because an endless loop cannot be interrupted. */
export function startWatchdog(seconds: number): Watchdog {
  const memory = new SharedArrayBuffer(256);
  // [whether to stop, number of begun and ended attempts: odd during one].
  const cells = new Int32Array(memory, 0, 2);
  const words = new Uint8Array(memory, 8);
  const worker = new Worker(
    `const { memory, seconds } = require('node:worker_threads').workerData;
    const cells = new Int32Array(memory, 0, 2);
    let last = 0;
    while (Atomics.wait(cells, 0, 0, seconds * 1000) === 'timed-out') {
      const now = Atomics.load(cells, 1);
      if (now === last && now % 2 === 1) {
        const what = Buffer.from(new Uint8Array(memory, 8).slice()).toString().split('\\0')[0];
        require('node:fs').writeSync(2, what + ': no end after ' + seconds + ' s\\n');
        process.kill(process.pid, 'SIGKILL');
      }
      last = now;
    }`,
    { eval: true, workerData: { memory, seconds } },
  );
  worker.unref();
  return {
    async watch(what, attempt) {
      words.fill(0);
      new TextEncoder().encodeInto(what, words.subarray(0, -1));
      Atomics.add(cells, 1, 1);
      try {
        return await attempt();
      } finally {
        Atomics.add(cells, 1, 1);
      }
    },
    stop() {
      Atomics.store(cells, 0, 1);
      Atomics.notify(cells, 0);
    },
  };
}
