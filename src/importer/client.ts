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

/** How long a worker may clean up after an abort before it is ended. */
const CLEAN_UP_MS = 10_000;

/** Starts nothing until it is asked to inspect or to run. */
export function createImporter(
  open: (source: ImportSource) => Promise<ImportLine> = openLine,
): Importer {
  return new ImportClient(open);
}

class ImportClient implements Importer {
  readonly #open: (source: ImportSource) => Promise<ImportLine>;
  readonly #lines = new Set<ImportLine>();
  /** Calls that were aborted and still clean up. */
  readonly #ending = new Set<Promise<unknown>>();
  /** What was inspected last, where its worker has files of it on the disk. */
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

  /** The caller of an aborted call is free at once; its worker lives on until it has cleaned up. */
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
      // It removes what was kept, however it ends.
      return await patiently(line.open('run', { source, precision, instruction }, report), signal);
    } finally {
      this.#done(line);
    }
  }

  /** A line for the next call, when no other has anything on the disk: `inspected`, or a new one. */
  async #prepare(
    source: ImportSource,
    inspected: ImportLine | null,
    signal: AbortSignal | undefined,
  ): Promise<ImportLine> {
    this.forget();
    // It may be about the same files.
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

  /** The line that has inspected this very source, if it waits to go on. */
  #take(source: ImportSource): ImportLine | null {
    const inspected = this.#inspected;
    if (inspected?.source !== source || inspected.line.ended !== null) return null;
    this.#inspected = null;
    return inspected.line;
  }

  /** Has the worker remove what it keeps, and ends it. */
  async #letGo(line: ImportLine): Promise<void> {
    const enough = new Promise<void>((resolve) => setTimeout(resolve, CLEAN_UP_MS));
    // One that can't is removed by the next import.
    await Promise.race([line.open('forget', null).answer, enough]).catch(() => undefined);
    this.#done(line);
  }

  #done(line: ImportLine): void {
    this.#lines.delete(line);
    line.close(new EngineError('the import has ended'));
  }

  /** Later calls wait for it. */
  #end(work: Promise<unknown>): void {
    this.#ending.add(work);
    const done = () => this.#ending.delete(work);
    work.then(done, done);
  }
}

/** The worker's answer: after an abort, when it has cleaned up or has had its time for that. */
async function patiently<T>(
  { answer, abort }: Ongoing<T>,
  signal: AbortSignal | undefined,
): Promise<T> {
  let patience: ReturnType<typeof setTimeout> | undefined;
  let onAbort = () => {};
  const abandoned = new Promise<never>((_, reject) => {
    onAbort = () => {
      // Ended as a closed tab ends it: the worker gets no chance to clean up.
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
