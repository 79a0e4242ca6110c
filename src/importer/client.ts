/** The page's side of an import. */
import { EngineError } from '../engine/errors.ts';
import type { Ongoing } from '../workers/types.ts';
import { type ImportLine, openLine } from './line.ts';
import {
  type Importer,
  type ImportOptions,
  ImportPaused,
  type ImportPlan,
  type ImportSource,
} from './types.ts';

/** Milliseconds that a worker may clean up after an abort before it is ended. */
const CLEAN_UP_MS = 10_000;

/** Makes an importer. It starts no worker before it inspects or runs. */
export function createImporter(
  open: (source: ImportSource) => Promise<ImportLine> = openLine,
): Importer {
  return new ImportClient(open);
}

class ImportClient implements Importer {
  readonly #open: (source: ImportSource) => Promise<ImportLine>;
  readonly #lines = new Set<ImportLine>();
  /** Aborted calls that still clean up. */
  readonly #ending = new Set<Promise<unknown>>();
  /** Latest inspected source whose worker keeps files on the disk. */
  #inspected: { readonly source: ImportSource; readonly line: ImportLine } | null = null;
  #closed: EngineError | null = null;

  constructor(open: (source: ImportSource) => Promise<ImportLine>) {
    this.#open = open;
  }

  inspect(source: ImportSource, signal?: AbortSignal): Promise<ImportPlan> {
    return this.#call(signal, () => this.#inspect(source, signal));
  }

  run(source: ImportSource, options: ImportOptions) {
    return this.#call(options.signal, () => this.#run(source, options));
  }

  forget(): void {
    const line = this.#inspected?.line;
    this.#inspected = null;
    if (line !== undefined) this.#end(this.#letGo(line));
  }

  close(): void {
    this.#closed = new EngineError('the importer was closed');
    for (const line of this.#lines) line.close(this.#closed);
  }

  /** An abort frees the caller at once; the worker lives until it has cleaned up. */
  #call<T>(signal: AbortSignal | undefined, begin: () => Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      signal?.throwIfAborted();
      const work = begin();
      const onAbort = () => {
        reject(signal!.reason);
        this.#end(work);
      };
      signal?.addEventListener('abort', onAbort);
      work.then(resolve, reject).finally(() => signal?.removeEventListener('abort', onAbort));
    });
  }

  async #inspect(source: ImportSource, signal: AbortSignal | undefined): Promise<ImportPlan> {
    const line = await this.#prepare(source, null, signal);
    let kept = false;
    try {
      const inspected = await patiently(line.open('inspect', { source }), signal);
      kept = inspected.kept;
      return inspected.plan;
    } finally {
      if (!kept) this.#done(line);
      else if (this.#closed || signal?.aborted) await this.#letGo(line);
      else this.#inspected = { source, line };
    }
  }

  async #run(source: ImportSource, { precision, instruction, signal, onProgress }: ImportOptions) {
    const line = await this.#prepare(source, this.#take(source), signal);
    try {
      const report: typeof onProgress = (progress) => {
        if (!signal?.aborted) onProgress?.(progress);
      };
      // A run removes the kept files, however it ends.
      return await patiently(line.open('run', { source, precision, instruction }, report), signal);
    } finally {
      this.#done(line);
    }
  }

  /** Line for the next call, once no other has files on the disk: `inspected`, or a new one. */
  async #prepare(
    source: ImportSource,
    inspected: ImportLine | null,
    signal: AbortSignal | undefined,
  ): Promise<ImportLine> {
    this.forget();
    // An ending call may use the same files.
    await Promise.allSettled(this.#ending);
    let line = inspected;
    try {
      this.#refuse(signal);
      line ??= await this.#open(source);
      this.#lines.add(line);
      this.#refuse(signal);
      return line;
    } catch (error) {
      if (line !== null) await (line === inspected ? this.#letGo(line) : this.#done(line));
      throw error;
    }
  }

  #refuse(signal: AbortSignal | undefined): void {
    if (this.#closed !== null) throw this.#closed;
    signal?.throwIfAborted();
  }

  /** The line that inspected exactly this source, if it is waiting to run. */
  #take(source: ImportSource): ImportLine | null {
    const inspected = this.#inspected;
    if (inspected?.source !== source || inspected.line.ended !== null) return null;
    this.#inspected = null;
    return inspected.line;
  }

  /** Ends a worker after it removes the files it keeps. */
  async #letGo(line: ImportLine): Promise<void> {
    const enough = new Promise<void>((resolve) => setTimeout(resolve, CLEAN_UP_MS));
    // The next import removes the files that this worker cannot.
    await Promise.race([line.open('forget', null).answer, enough]).catch(() => undefined);
    this.#done(line);
  }

  #done(line: ImportLine): void {
    this.#lines.delete(line);
    line.close(new EngineError('the import has ended'));
  }

  /** Makes later calls wait for the work. */
  #end(work: Promise<unknown>): void {
    this.#ending.add(work);
    const done = () => this.#ending.delete(work);
    work.then(done, done);
  }
}

/** The worker's answer; after an abort, waits until the worker has cleaned up or its time for that is over. */
async function patiently<T>(
  { answer, abort }: Ongoing<T>,
  signal: AbortSignal | undefined,
): Promise<T> {
  let patience: ReturnType<typeof setTimeout> | undefined;
  let onAbort = () => {};
  const abandoned = new Promise<never>((_, reject) => {
    onAbort = () => {
      // Ends the worker as a closed tab does, without cleaning up.
      if (signal!.reason instanceof ImportPaused) return reject(signal!.reason);
      void abort();
      patience = setTimeout(() => reject(signal!.reason), CLEAN_UP_MS);
    };
  });
  signal?.addEventListener('abort', onAbort);
  if (signal?.aborted) onAbort();
  try {
    return await Promise.race([answer, abandoned]);
  } finally {
    clearTimeout(patience);
    signal?.removeEventListener('abort', onAbort);
  }
}
