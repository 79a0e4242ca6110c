/** Memory of a browser's processes, from Linux' /proc. */
import { readdirSync, readFileSync } from 'node:fs';

const INTERVAL_MS = 100;

/** Kind of process: a page with its workers, or its GPU process (a software adapter runs there too). */
type Kind = 'renderer' | 'gpu-process';

/** Samples the memory of this process's browser, for one kind of process, until `stop`. */
export class MemoryWatch {
  #peak = 0;
  readonly #kind: Kind;
  readonly #timer: ReturnType<typeof setInterval>;

  constructor(kind: Kind) {
    this.#kind = kind;
    this.#sample();
    this.#timer = setInterval(() => this.#sample(), INTERVAL_MS);
  }

  /** @returns the peak of their private memory since the start, in bytes. */
  stop(): number {
    clearInterval(this.#timer);
    return this.#peak;
  }

  #sample(): void {
    this.#peak = Math.max(this.#peak, processBytes(this.#kind));
  }
}

/**
 * Resident memory, anonymous and shared between processes (SharedArrayBuffer), of this process's children
 * of one kind. It is the page's own data without the browser's code on disk.
 */
export function processBytes(kind: Kind): number {
  const parents = new Map<number, number>();
  const found = new Map<number, number>();
  for (const name of readdirSync('/proc')) {
    const pid = Number(name);
    if (!Number.isInteger(pid)) continue;
    try {
      const status = readFileSync(`/proc/${pid}/status`, 'utf8');
      const field = (key: string) =>
        Number(new RegExp(`^${key}:\\s+(\\d+)`, 'm').exec(status)?.[1] ?? 0);
      parents.set(pid, field('PPid'));
      if (!readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(`--type=${kind}`)) continue;
      found.set(pid, 1024 * (field('RssAnon') + field('RssShmem')));
    } catch {
      // The process has ended.
    }
  }
  const own = (pid: number): boolean =>
    pid === process.pid || (parents.has(pid) && own(parents.get(pid)!));
  let sum = 0;
  for (const [pid, bytes] of found) if (own(pid)) sum += bytes;
  return sum;
}
