/**
 * The page's side of an import. Files at hand are imported by a worker of the page's own; what lies on
 * another site by one behind the fetch frame (frame.ts), which is there for as long as the call.
 */
import { EngineError } from '../engine/errors.ts';
import { fromWire } from '../engine/wire-error.ts';
import { startModuleWorker } from '../workers/start.ts';
import { FRAME_PAGE } from './frame-page.ts';
import type { FrameReply, ImportReply, ImportRequest } from './protocol.ts';
import {
  type Importer,
  type ImportOptions,
  ImportPaused,
  type ImportPlan,
  type ImportSource,
} from './types.ts';
import script from './worker.ts?worker&url';

/** An import worker of its own, wherever it runs. */
export interface ImportLine {
  post(request: ImportRequest): void;
  /** Both are set before the first request. */
  onReply: (reply: ImportReply) => void;
  onCrash: (reason: string) => void;
  /** Ends the worker. */
  close(): void;
}

/** How long a worker may clean up after an abort before it is ended. */
const CLEAN_UP_MS = 10_000;
const FRAME_START_MS = 20_000;

type Call = Extract<ImportRequest, { source: ImportSource }>;
/** A request but for its id; `Omit` over a union would lose what tells its members apart. */
type CallWithoutId<Each = Call> = Each extends Call ? Omit<Each, 'id'> : never;

/** Starts nothing until it is asked to inspect or to run. */
export function createImporter(
  open: (source: ImportSource) => Promise<ImportLine> = openLine,
): Importer {
  return new ImportClient(open);
}

class ImportClient implements Importer {
  readonly #open: (source: ImportSource) => Promise<ImportLine>;
  readonly #lines = new Map<ImportLine, (error: Error) => void>();
  /** Calls that were aborted and still clean up. */
  readonly #ending = new Set<Promise<unknown>>();
  /** What was inspected last, where its worker has files of it on the disk. */
  #inspected: { readonly source: ImportSource; readonly line: ImportLine } | null = null;
  #nextId = 0;
  #closed = false;

  constructor(open: (source: ImportSource) => Promise<ImportLine>) {
    this.#open = open;
  }

  inspect(source: ImportSource, signal?: AbortSignal): Promise<ImportPlan> {
    return this.#call({ kind: 'inspect', source }, signal, (reply, resolve) => {
      if (reply.kind === 'plan') resolve(reply.plan);
    });
  }

  run(source: ImportSource, { precision, instruction, signal, onProgress }: ImportOptions) {
    return this.#call<Awaited<ReturnType<Importer['run']>>>(
      { kind: 'run', source, precision, instruction },
      signal,
      (reply, resolve) => {
        if (reply.kind === 'progress') onProgress?.(reply.progress);
        else if (reply.kind === 'stored') resolve(reply.model);
      },
    );
  }

  forget(): void {
    const line = this.#inspected?.line;
    this.#inspected = null;
    if (line !== undefined) this.#end(this.#letGo(line));
  }

  close(): void {
    this.#closed = true;
    this.#inspected?.line.close();
    for (const [line, reject] of this.#lines) {
      line.close();
      reject(new EngineError('the importer was closed'));
    }
  }

  /** The caller of an aborted call is free at once; its worker lives on until it has cleaned up. */
  #call<T>(
    request: CallWithoutId,
    signal: AbortSignal | undefined,
    receive: (reply: ImportReply, resolve: (value: T) => void) => void,
  ): Promise<T> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason);
      const work = this.#converse(request, signal, receive);
      const onAbort = () => {
        reject(signal!.reason);
        this.#end(work);
      };
      signal?.addEventListener('abort', onAbort);
      work.then(resolve, reject).finally(() => signal?.removeEventListener('abort', onAbort));
    });
  }

  async #converse<T>(
    request: CallWithoutId,
    signal: AbortSignal | undefined,
    receive: (reply: ImportReply, resolve: (value: T) => void) => void,
  ): Promise<T> {
    const inspected = request.kind === 'run' ? this.#take(request.source) : null;
    this.forget();
    // It may be about the same files.
    await Promise.allSettled(this.#ending);
    const line = inspected ?? (await this.#openLine(request.source, signal));
    let kept = inspected !== null;
    try {
      this.#refuseIfClosed();
      signal?.throwIfAborted();
      // A run removes what was kept, however it ends.
      kept = false;
      return await this.#ask<T>(line, request, signal, (reply, resolve) => {
        if (reply.kind === 'plan') kept = reply.kept;
        receive(reply, resolve);
      });
    } finally {
      if (!kept) line.close();
      else if (this.#closed || signal?.aborted) await this.#letGo(line);
      else this.#keep(request.source, line);
    }
  }

  #openLine(source: ImportSource, signal: AbortSignal | undefined): Promise<ImportLine> {
    this.#refuseIfClosed();
    signal?.throwIfAborted();
    return this.#open(source);
  }

  #refuseIfClosed(): void {
    if (this.#closed) throw new EngineError('the importer was closed');
  }

  async #ask<T>(
    line: ImportLine,
    request: CallWithoutId | { readonly kind: 'forget' },
    signal: AbortSignal | undefined,
    receive: (reply: ImportReply, resolve: (value: T) => void) => void,
  ): Promise<T> {
    const id = this.#nextId++;
    let patience: ReturnType<typeof setTimeout> | undefined;
    let onAbort: (() => void) | undefined;
    try {
      return await new Promise<T>((resolve, reject) => {
        this.#lines.set(line, reject);
        line.onReply = (reply) => {
          // A result that crossed with the abort counts for nothing: the caller has gone.
          if (reply.id !== id) return;
          if (reply.kind === 'error') reject(fromWire(reply.error));
          else receive(reply, resolve);
        };
        line.onCrash = (reason) =>
          reject(
            new EngineError(`The import stopped (${reason}); what was done is kept, try again`),
          );
        onAbort = () => {
          // Ended as a closed tab ends it: the worker gets no chance to clean up.
          if (signal!.reason instanceof ImportPaused) return reject(signal!.reason);
          line.post({ kind: 'abort', id });
          patience = setTimeout(() => reject(signal!.reason), CLEAN_UP_MS);
        };
        signal?.addEventListener('abort', onAbort);
        line.post({ ...request, id });
      });
    } finally {
      clearTimeout(patience);
      if (onAbort !== undefined) signal?.removeEventListener('abort', onAbort);
      this.#lines.delete(line);
    }
  }

  #keep(source: ImportSource, line: ImportLine): void {
    this.#inspected = { source, line };
    line.onCrash = () => {
      if (this.#inspected?.line === line) this.#inspected = null;
      line.close();
    };
  }

  /** The line that has inspected this very source, if it waits to go on. */
  #take(source: ImportSource): ImportLine | null {
    const inspected = this.#inspected;
    if (inspected?.source !== source) return null;
    this.#inspected = null;
    return inspected.line;
  }

  /** Has the worker remove what it keeps, and ends it. */
  async #letGo(line: ImportLine): Promise<void> {
    const forgotten = this.#ask<void>(line, { kind: 'forget' }, undefined, (reply, resolve) => {
      if (reply.kind === 'forgotten') resolve();
    });
    const enough = new Promise<void>((resolve) => setTimeout(resolve, CLEAN_UP_MS));
    // One that can't is removed by the next import.
    await Promise.race([forgotten, enough]).catch(() => undefined);
    line.close();
  }

  /** Later calls wait for it. */
  #end(work: Promise<unknown>): void {
    this.#ending.add(work);
    const done = () => this.#ending.delete(work);
    work.then(done, done);
  }
}

function openLine(source: ImportSource): Promise<ImportLine> {
  return source.kind === 'files' ? Promise.resolve(openWorker()) : openFrame();
}

/** Under the page's own policy: it can reach no other site. */
function openWorker(): ImportLine {
  const worker = startModuleWorker(script, import.meta.url, 'facet-import');
  const line: ImportLine = {
    post: (request) => worker.postMessage(request),
    onReply: () => undefined,
    onCrash: () => undefined,
    close: () => worker.terminate(),
  };
  worker.onmessage = ({ data }: MessageEvent<ImportReply>) => line.onReply(data);
  worker.onerror = (event) => {
    event.preventDefault();
    line.onCrash(event.message || 'its script did not load');
  };
  return line;
}

/** @throws EngineError if the frame's document does not load. */
async function openFrame(): Promise<ImportLine> {
  const { port1: port, port2 } = new MessageChannel();
  const frame = document.createElement('iframe');
  frame.hidden = true;
  frame.title = 'Fetches model files';
  frame.src = new URL(FRAME_PAGE, document.baseURI).href;
  const line: ImportLine = {
    post: (request) => port.postMessage(request),
    onReply: () => undefined,
    onCrash: () => undefined,
    close: () => {
      port.close();
      frame.remove();
    },
  };
  let timer: ReturnType<typeof setTimeout> | undefined;
  try {
    await new Promise<void>((resolve, reject) => {
      const fail = (reason: string) =>
        reject(
          new EngineError(
            `${FRAME_PAGE}, the page that fetches models, did not start (${reason}); check the connection and try again`,
          ),
        );
      timer = setTimeout(() => fail('no answer'), FRAME_START_MS);
      line.onCrash = fail;
      port.onmessage = ({ data }: MessageEvent<ImportReply | FrameReply>) => {
        if (data.kind === 'ready') resolve();
        else if (data.kind === 'crashed') line.onCrash(data.reason);
        else line.onReply(data);
      };
      frame.onload = () =>
        frame.contentWindow?.postMessage({ kind: 'port' }, location.origin, [port2]);
      document.body.append(frame);
    });
  } catch (error) {
    line.close();
    throw error;
  } finally {
    clearTimeout(timer);
  }
  return line;
}
