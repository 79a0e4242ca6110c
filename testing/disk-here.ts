import type { Disk } from '../src/vectors/kept/types.ts';

/** A disk in memory, which can be made to stop after any byte, or to be full. */
export class DiskHere implements Disk {
  readonly #files: Map<string, Map<string, Uint8Array<ArrayBuffer>>>;
  #last: Promise<unknown> = Promise.resolve();
  /** Bytes and cuts after which whoever writes is killed: what was written until then stays. */
  stepsLeft = Number.POSITIVE_INFINITY;
  /** Steps done. */
  steps = 0;
  /** Bytes that it takes in all. */
  quota = Number.POSITIVE_INFINITY;

  /** @param of The disk whose files these are too: another tab's. */
  constructor(of?: DiskHere) {
    this.#files = of === undefined ? new Map() : of.#files;
  }

  get bytes(): number {
    const sizes = [...this.#files.values()].flatMap((files) =>
      [...files.values()].map(({ length }) => length),
    );
    return sizes.reduce((sum, size) => sum + size, 0);
  }

  /** All bytes, by folder and file in their order. */
  snapshot(): string {
    const files = [...this.#files].flatMap(([folder, inside]) =>
      [...inside].map(([name, bytes]) => `${folder}/${name} ${Buffer.from(bytes).toString('hex')}`),
    );
    return files.sort().join('\n');
  }

  async folders(): Promise<string[]> {
    return [...this.#files.keys()];
  }

  async files(folder: string): Promise<ReadonlyMap<string, number>> {
    const files = this.#files.get(folder) ?? new Map<string, Uint8Array>();
    return new Map([...files].map(([name, { length }]) => [name, length]));
  }

  async size(folder: string, file: string): Promise<number> {
    return this.#files.get(folder)?.get(file)?.length ?? 0;
  }

  async read(
    folder: string,
    file: string,
    from: number,
    to: number,
  ): Promise<Uint8Array<ArrayBuffer>> {
    const bytes = this.#files.get(folder)?.get(file);
    if (bytes === undefined) throw new DOMException('It is not there', 'NotFoundError');
    return bytes.slice(from, to);
  }

  async append(folder: string, file: string, at: number, bytes: Uint8Array): Promise<void> {
    const files = this.#files.get(folder) ?? new Map<string, Uint8Array<ArrayBuffer>>();
    this.#files.set(folder, files);
    this.#spend(1);
    const before = files.get(file) ?? new Uint8Array(0);
    if (before.length < at) throw new Error(`${file} has ${before.length} bytes, not ${at}`);
    files.set(file, before.slice(0, at));
    const room = Math.max(0, this.quota - this.bytes);
    const written = Math.min(bytes.length, this.stepsLeft, room);
    const grown = new Uint8Array(at + written);
    grown.set(before.subarray(0, at));
    grown.set(bytes.subarray(0, written), at);
    files.set(file, grown);
    if (written === room && written < bytes.length) {
      throw new DOMException('No room', 'QuotaExceededError');
    }
    this.#spend(bytes.length);
  }

  async remove(folder: string): Promise<void> {
    this.#files.delete(folder);
  }

  locked<Result>(_alone: boolean, task: () => Promise<Result>): Promise<Result> {
    const done = this.#last.then(task, task);
    this.#last = done.catch(() => {});
    return done;
  }

  /** Changes one byte. */
  damage(folder: string, file: string, at: number): void {
    this.#files.get(folder)!.get(file)![at]! ^= 0xff;
  }

  #spend(steps: number): void {
    if (this.stepsLeft < steps) {
      this.stepsLeft = 0;
      throw new Killed('killed');
    }
    this.stepsLeft -= steps;
    this.steps += steps;
  }
}

class Killed extends Error {
  override readonly name = 'Killed';
}
