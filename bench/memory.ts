/** Memory of a browser's processes, from Linux' /proc. */
import { readdirSync, readFileSync } from 'node:fs';

const INTERVAL_MS = 100;

/** A page with its workers, or what computes for it on the GPU (with a software adapter, in this process too). */
type Kind = 'renderer' | 'gpu-process';

/** Samples what processes of a kind hold, of the browser started from this process, until `stop`. */
export class MemoryWatch {
  #peak = 0;
  readonly #kind: Kind;
  readonly #timer: ReturnType<typeof setInterval>;

  constructor(kind: Kind) {
    this.#kind = kind;
    this.#sample();
    this.#timer = setInterval(() => this.#sample(), INTERVAL_MS);
  }

  /** @returns the largest sum of private memory since the start, bytes. */
  stop(): number {
    clearInterval(this.#timer);
    return this.#peak;
  }

  #sample(): void {
    this.#peak = Math.max(this.#peak, processBytes(this.#kind));
  }
}

/**
 * Anonymous memory and memory shared between processes (SharedArrayBuffer), resident, of the processes of a kind that
 * this one started: what a page's own data takes, without the browser's code on disk.
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
      // It ended meanwhile.
    }
  }
  const own = (pid: number): boolean =>
    pid === process.pid || (parents.has(pid) && own(parents.get(pid)!));
  let sum = 0;
  for (const [pid, bytes] of found) if (own(pid)) sum += bytes;
  return sum;
}
