/**
 * Queues work for the runners, and hands it out a batch at a time: so interactive work overtakes bulk work, a cancelled
 * job stops within one batch, and a failed runner costs only its current batch, which goes back to the front of its job
 * and is run again.
 */
import { messageOf } from '../lib/errors.ts';
import { type Batch, type BatchLimits, padBatch, planBatches } from './batch.ts';
import { EngineError } from './errors.ts';
import type { Runner } from './runner.ts';
import type { TokenisedPair } from './tokenise.ts';
import type { Priority } from './types.ts';

/**
 * Number of broken runners after which a batch itself is to blame. One more than the engine tolerates of a device
 * (core.ts), so that the next device gets its try before the call fails.
 */
const MAX_ATTEMPTS = 4;

export interface EncodeJobOptions {
  readonly dim: number;
  readonly limits: BatchLimits;
  readonly priority: Priority;
  readonly signal?: AbortSignal | undefined;
  /** Called with the texts and tokens of each finished batch. */
  readonly onBatch?: ((texts: number, tokens: number) => void) | undefined;
}

interface EncodeJob {
  readonly texts: readonly TokenisedPair[];
  readonly queue: { readonly indices: readonly number[]; attempts: number }[];
  readonly vectors: Float32Array<ArrayBuffer>;
  readonly options: EncodeJobOptions;
  running: number;
  settle(error?: unknown): void;
}

export class Scheduler {
  readonly #idle: Runner[] = [];
  readonly #jobs: Record<Priority, EncodeJob[]> = { interactive: [], bulk: [] };
  readonly #onRunnerFailed: (runner: Runner, error: unknown) => void;

  /** @param onRunnerFailed Called with a runner already out of use; add another, or call {@link failAll}. */
  constructor(onRunnerFailed: (runner: Runner, error: unknown) => void) {
    this.#onRunnerFailed = onRunnerFailed;
  }

  addRunner(runner: Runner): void {
    this.#idle.push(runner);
    this.#dispatch();
  }

  /** Removes an idle runner. */
  removeRunner(runner: Runner): void {
    const index = this.#idle.indexOf(runner);
    if (index >= 0) this.#idle.splice(index, 1);
  }

  /** Returns Float32Array [texts × dim], in the order of `texts`. */
  submit(
    texts: readonly TokenisedPair[],
    options: EncodeJobOptions,
  ): Promise<Float32Array<ArrayBuffer>> {
    const { signal, priority, limits, dim } = options;
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason);
      const lengths = texts.map((text) => text.ids.length);
      const jobs = this.#jobs[priority];
      const vectors = new Float32Array(texts.length * dim);
      const onAbort = () => job.settle(signal!.reason);
      const job: EncodeJob = {
        texts,
        queue: planBatches(lengths, limits).map((indices) => ({ indices, attempts: 0 })),
        vectors,
        options,
        running: 0,
        settle: (error) => {
          signal?.removeEventListener('abort', onAbort);
          job.queue.length = 0;
          const index = jobs.indexOf(job);
          if (index >= 0) jobs.splice(index, 1);
          if (error === undefined) resolve(vectors);
          else reject(error);
        },
      };
      signal?.addEventListener('abort', onAbort);
      jobs.push(job);
      if (job.queue.length === 0) job.settle();
      else this.#dispatch();
    });
  }

  /** Regroups the waiting texts: another device will run them, with other batches. */
  replan(limits: BatchLimits): void {
    for (const job of [...this.#jobs.interactive, ...this.#jobs.bulk]) {
      const waiting = job.queue.flatMap(({ indices }) => indices);
      const lengths = waiting.map((index) => job.texts[index]!.ids.length);
      job.queue.splice(
        0,
        job.queue.length,
        ...planBatches(lengths, limits).map((batch) => ({
          indices: batch.map((i) => waiting[i]!),
          attempts: 0,
        })),
      );
    }
  }

  /** Rejects every job: no device is left, or the engine closes. */
  failAll(error: EngineError): void {
    for (const job of [...this.#jobs.interactive, ...this.#jobs.bulk]) job.settle(error);
  }

  #dispatch(): void {
    while (this.#idle.length > 0) {
      const job = [...this.#jobs.interactive, ...this.#jobs.bulk].find((j) => j.queue.length > 0);
      if (job === undefined) return;
      void this.#run(this.#idle.shift()!, job, job.queue.shift()!);
    }
  }

  async #run(runner: Runner, job: EncodeJob, item: EncodeJob['queue'][number]): Promise<void> {
    const texts = item.indices.map((index) => job.texts[index]!);
    job.running++;
    let vectors: Float32Array;
    try {
      vectors = await runner.run(padBatch(texts) satisfies Batch);
      checkFinite(vectors);
    } catch (error) {
      job.running--;
      item.attempts++;
      if (item.attempts >= MAX_ATTEMPTS) {
        job.settle(
          new EngineError(
            `A batch of ${texts.length} texts failed ${MAX_ATTEMPTS} times: ${messageOf(error)}`,
          ),
        );
      } else if (this.#isLive(job)) {
        job.queue.unshift(item);
      }
      this.#onRunnerFailed(runner, error);
      return;
    }
    job.running--;
    if (this.#isLive(job)) {
      const { dim } = job.options;
      for (const [row, index] of item.indices.entries()) {
        job.vectors.set(vectors.subarray(row * dim, (row + 1) * dim), index * dim);
      }
      job.options.onBatch?.(
        texts.length,
        texts.reduce((sum, text) => sum + text.ids.length, 0),
      );
      if (job.queue.length === 0 && job.running === 0) job.settle();
    }
    this.addRunner(runner);
  }

  #isLive(job: EncodeJob): boolean {
    return this.#jobs[job.options.priority].includes(job);
  }
}

/** Refuses values that are not finite: a device that is lost or overflows can answer with NaN instead of failing. */
function checkFinite(vectors: Float32Array): void {
  const bad = vectors.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0) throw new EngineError('the device gave a vector that is not finite');
}
