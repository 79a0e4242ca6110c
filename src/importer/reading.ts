/** Splits large reads into parallel parts and counts them for progress; one connection rarely fills a line. */
import type { ByteSource, ModelFolder } from '../checkpoint/types.ts';
import { release } from '../encoders/release.ts';

const PART_BYTES = 4 * 1024 * 1024;
const IN_FLIGHT = 6;

/** Wraps `folder` so that files are read in parts. Calls `onBytes` with each part's length. */
export function readInParts(folder: ModelFolder, onBytes: (bytes: number) => void): ModelFolder {
  const slots = new Slots(IN_FLIGHT);
  return {
    label: folder.label,
    async open(path, signal) {
      const source = await folder.open(path, signal);
      return source === null ? null : inParts(source, slots, onBytes);
    },
  };
}

function inParts(source: ByteSource, slots: Slots, onBytes: (bytes: number) => void): ByteSource {
  return {
    name: source.name,
    size: source.size,
    async read(start, end, signal) {
      const part = async (from: number, to: number) => {
        const bytes = await slots.use(() => source.read(from, to, signal));
        onBytes(bytes.byteLength);
        return bytes;
      };
      if (end - start <= PART_BYTES) return part(start, end);
      // A failing part ends the others.
      const failed = new AbortController();
      const either = signal ? AbortSignal.any([signal, failed.signal]) : failed.signal;
      const whole = new Uint8Array(end - start);
      const parts: Promise<void>[] = [];
      for (let from = start; from < end; from += PART_BYTES) {
        const to = Math.min(from + PART_BYTES, end);
        const read = slots.use(async () => {
          const bytes = await source.read(from, to, either);
          whole.set(bytes, from - start);
          onBytes(bytes.byteLength);
          release(bytes);
        });
        parts.push(read);
      }
      try {
        await Promise.all(parts);
      } catch (error) {
        failed.abort(error);
        await Promise.allSettled(parts);
        throw error;
      }
      return whole;
    },
  };
}

/** Limits the number of simultaneous tasks; they start in the order of arrival. */
class Slots {
  #free: number;
  readonly #waiting: (() => void)[] = [];

  constructor(count: number) {
    this.#free = count;
  }

  async use<Result>(task: () => Promise<Result>): Promise<Result> {
    if (this.#free > 0) this.#free--;
    else await new Promise<void>((resolve) => this.#waiting.push(resolve));
    try {
      return await task();
    } finally {
      const next = this.#waiting.shift();
      if (next === undefined) this.#free++;
      else next();
    }
  }
}
