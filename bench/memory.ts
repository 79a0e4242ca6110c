/** Memory of a browser's processes, from Linux' /proc. */
import { readdirSync, readFileSync } from 'node:fs';

const INTERVAL_MS = 100;

/** Samples what the renderers of the browser started from this process hold, until `stop`. */
export class MemoryWatch {
  #peak = 0;
  readonly #timer: ReturnType<typeof setInterval>;

  constructor() {
    this.#sample();
    this.#timer = setInterval(() => this.#sample(), INTERVAL_MS);
  }

  /** @returns the largest sum of private memory since the start, bytes. */
  stop(): number {
    clearInterval(this.#timer);
    return this.#peak;
  }

  #sample(): void {
    this.#peak = Math.max(this.#peak, renderersBytes());
  }
}

/**
 * Anonymous memory and memory shared between processes (SharedArrayBuffer), resident, of all renderer processes: what a
 * page's own data takes, without the browser's code on disk.
 */
export function renderersBytes(): number {
  let sum = 0;
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
      if (!command.includes('--type=renderer')) continue;
      const status = readFileSync(`/proc/${pid}/status`, 'utf8');
      for (const kind of ['RssAnon', 'RssShmem']) {
        sum += 1024 * Number(new RegExp(`^${kind}:\\s+(\\d+) kB`, 'm').exec(status)?.[1] ?? 0);
      }
    } catch {
      // It ended meanwhile.
    }
  }
  return sum;
}
