/**
 * The engine without its workers: a model, a device that has passed the self-check, its runners,
 * and `encode`. The page runs it in a worker (worker.ts), scripts in their own process.
 */

import { isLoadFailure, LOAD_FAILURE_WORDS } from '../lib/load-error.ts';
import { pairKey } from '../lib/pair-key.ts';
import type { Model } from '../model-folder/format.ts';
import type { BatchLimits } from './batch.ts';
import { EngineError } from './errors.ts';
import type { Runner } from './runner.ts';
import { Scheduler } from './scheduler.ts';
import { selfCheck } from './self-check.ts';
import { PairTokeniser, type TokenisedPair } from './tokenise.ts';
import type {
  Device,
  Encoded,
  EncodeOptions,
  EngineEvent,
  InputTokens,
  Pair,
  Refusal,
  Unread,
} from './types.ts';

/** One way of running a model: a device, and how many runners it gets. */
export interface DevicePlan {
  readonly device: Device;
  /** Shown to the user, for so many runners: "2 workers × 1 thread", the GPU's name. */
  detail(runners: number): string;
  /** How many it gets at most. The first is waited for; the others join when there is work. */
  readonly runners: number;
  spawn(model: Model): Promise<Runner>;
}

export interface ActiveDevice {
  readonly device: Device;
  readonly detail: string;
  readonly selfCheckCosine: number;
  readonly refusals: readonly Refusal[];
}

/** An {@link EngineEvent}, before the worker adds what it knows of the model. */
export type CoreEvent =
  | Exclude<EngineEvent, { readonly info: unknown }>
  | { readonly kind: 'recovered'; readonly active: ActiveDevice }
  | { readonly kind: 'reduced'; readonly active: ActiveDevice; readonly reason: string };

/** Runners lost since the last successful batch before a device is given up. */
const MAX_LOSSES = 2;
/** A call of more tokens than this, about two seconds' work, is worth more runners at once. */
const LARGE_CALL_TOKENS = 2048;
const FILL_DELAY_MS = 2000;
/** Texts tokenised before other messages get a turn. */
const TOKENISE_SLICE = 256;
const PROGRESS_INTERVAL_MS = 100;

export class EngineCore {
  readonly #model: Model;
  readonly #tokeniser: PairTokeniser;
  readonly #plans: DevicePlan[];
  readonly #onEvent: (event: CoreEvent) => void;
  readonly #scheduler: Scheduler;
  readonly #runners = new Set<Runner>();
  #refusals: Refusal[] = [];
  #active: ActiveDevice | null = null;
  #losses = 0;
  #closed = false;
  #failure: EngineError | null = null;
  /** The plan whose runners have all been asked for. */
  #filled: DevicePlan | null = null;
  #fillTimer: ReturnType<typeof setTimeout> | null = null;

  private constructor(
    model: Model,
    plans: readonly DevicePlan[],
    onEvent: (event: CoreEvent) => void,
  ) {
    this.#model = model;
    this.#plans = [...plans];
    this.#onEvent = onEvent;
    this.#tokeniser = new PairTokeniser(model.tokenizerJson, model.tokenizerConfig, {
      maxSeqLength: model.spec.maxSeqLength,
      rules: model.input,
    });
    this.#scheduler = new Scheduler((runner, error) => void this.#recover(runner, error));
  }

  /**
   * Starts the first of `plans` that passes the self-check.
   * @throws EngineError if none does, with every reason.
   */
  static async start(
    model: Model,
    plans: readonly DevicePlan[],
    refusals: readonly Refusal[],
    onEvent: (event: CoreEvent) => void = () => {},
  ): Promise<EngineCore> {
    const core = new EngineCore(model, plans, onEvent);
    core.#refusals = [...refusals];
    await core.#startDevice();
    return core;
  }

  get active(): ActiveDevice {
    if (this.#active === null) throw this.#failure ?? new EngineError('no device is running');
    return this.#active;
  }

  async encode(pairs: readonly Pair[], options: EncodeOptions = {}): Promise<Encoded> {
    if (this.#failure !== null) throw this.#failure;
    const { signal, priority = 'interactive', onProgress } = options;
    const { dim } = this.#model.spec;
    const { texts, indexOf } = await this.#tokenise(pairs, signal);

    const total = texts.length;
    const tokensTotal = texts.reduce((sum, text) => sum + text.ids.length, 0);
    let done = 0;
    let tokensDone = 0;
    let lastReport = 0;
    const report = (force: boolean) => {
      const now = performance.now();
      if (onProgress === undefined || (!force && now - lastReport < PROGRESS_INTERVAL_MS)) return;
      lastReport = now;
      const scale = total === 0 ? 1 : pairs.length / total;
      onProgress({ done: Math.round(done * scale), total: pairs.length, tokensDone, tokensTotal });
    };
    report(true);
    if (tokensTotal > LARGE_CALL_TOKENS) void this.#fillPool();
    const vectors = await this.#scheduler.submit(texts, {
      dim,
      limits: batchLimits(this.active.device),
      priority,
      signal,
      onBatch: (count, tokens) => {
        done += count;
        tokensDone += tokens;
        this.#losses = 0;
        report(done === total);
      },
    });
    // Not at once: what was waited for is drawn now, and wants a core.
    this.#fillTimer ??= setTimeout(() => void this.#fillPool(), FILL_DELAY_MS);

    const tokens = new Uint32Array(pairs.length);
    const masked = new Uint32Array(pairs.length);
    const truncated = new Uint8Array(pairs.length);
    const unread: (Unread | null)[] = [];
    for (const [row, index] of indexOf.entries()) {
      const text = texts[index]!;
      tokens[row] = text.ids.length;
      masked[row] = text.masked;
      truncated[row] = text.truncated ? 1 : 0;
      unread.push(text.unread);
    }
    const rows = total === pairs.length ? vectors : rowsAt(vectors, dim, indexOf);
    return { vectors: rows, dim, tokens, masked, truncated, unread };
  }

  /** How each pair is read. Needs no device. */
  read(pairs: readonly Pair[]): InputTokens[] {
    return pairs.map((pair) => this.#tokeniser.read(pair));
  }

  close(): void {
    this.#closed = true;
    this.#stopFillTimer();
    this.#active = null;
    this.#failure = new EngineError('the engine was closed');
    this.#scheduler.failAll(this.#failure);
    for (const runner of this.#runners) runner.close();
    this.#runners.clear();
  }

  /** Tokenises each different pair once: repeated texts cost nothing. */
  async #tokenise(
    pairs: readonly Pair[],
    signal: AbortSignal | undefined,
  ): Promise<{ texts: TokenisedPair[]; indexOf: number[] }> {
    const seen = new Map<string, number>();
    const texts: TokenisedPair[] = [];
    const indexOf: number[] = [];
    for (const [i, pair] of pairs.entries()) {
      if (i % TOKENISE_SLICE === 0) {
        signal?.throwIfAborted();
        if (i > 0) await new Promise((resolve) => setTimeout(resolve));
      }
      const key = pairKey(pair[0], pair[1]);
      let index = seen.get(key);
      if (index === undefined) {
        index = texts.length;
        seen.set(key, index);
        texts.push(this.#tokeniser.tokenise(pair));
      }
      indexOf.push(index);
    }
    return { texts, indexOf };
  }

  async #startDevice(): Promise<void> {
    for (;;) {
      const plan = this.#plans[0];
      if (plan !== undefined) this.#scheduler.replan(batchLimits(plan.device));
      if (plan === undefined) {
        const reasons = this.#refusals.map(({ device, reason }) => `${device}: ${reason}`);
        throw new EngineError(`No device can run this model. ${reasons.join('; ')}`);
      }
      try {
        const selfCheckCosine = await this.#addRunner(plan);
        this.#active = {
          device: plan.device,
          detail: plan.detail(plan.runners),
          selfCheckCosine,
          refusals: this.#refusals,
        };
        this.#losses = 0;
        this.#stopFillTimer();
        return;
      } catch (error) {
        this.#refuse(plan, error);
      }
    }
  }

  /**
   * The runners after the first, once. While the user waits for a first small result they would only
   * take its cores, so they come some time after it. One that fails costs speed and nothing else.
   */
  async #fillPool(): Promise<void> {
    const [plan] = this.#plans;
    if (plan === undefined || this.#closed || this.#filled === plan) return;
    this.#filled = plan;
    const rest = Array.from({ length: plan.runners - 1 }, () => this.#addRunner(plan));
    const failed = (await Promise.allSettled(rest)).filter(({ status }) => status === 'rejected');
    if (failed.length === 0 || !this.#isCurrent(plan) || this.#active === null) return;
    const [{ reason }] = failed as [PromiseRejectedResult];
    this.#active = { ...this.#active, detail: plan.detail(plan.runners - failed.length) };
    this.#onEvent({ kind: 'reduced', active: this.#active, reason: messageOf(reason) });
  }

  #stopFillTimer(): void {
    if (this.#fillTimer !== null) clearTimeout(this.#fillTimer);
    this.#fillTimer = null;
  }

  #isCurrent(plan: DevicePlan): boolean {
    return !this.#closed && this.#plans[0] === plan;
  }

  async #addRunner(plan: DevicePlan): Promise<number> {
    const runner = await plan.spawn(this.#model);
    try {
      const cosine = await selfCheck(runner, this.#model, this.#tokeniser, plan.device);
      // Meanwhile the engine may have been closed, or the device given up.
      if (!this.#isCurrent(plan)) throw new EngineError('the runner is no longer needed');
      this.#runners.add(runner);
      this.#scheduler.addRunner(runner);
      return cosine;
    } catch (error) {
      runner.close();
      throw error;
    }
  }

  #refuse(plan: DevicePlan, error: unknown): void {
    this.#refusals = [
      ...this.#refusals,
      { device: plan.device, kind: 'failed', reason: messageOf(error) },
    ];
    this.#plans.shift();
    for (const runner of this.#runners) {
      this.#scheduler.removeRunner(runner);
      runner.close();
    }
    this.#runners.clear();
  }

  /** A failed runner is never used again: after a failed WebGPU run its worker cannot make sessions. */
  async #recover(runner: Runner, error: unknown): Promise<void> {
    // A runner that is no longer listed was closed with its device.
    if (!this.#runners.delete(runner)) return;
    runner.close();
    const plan = this.#plans[0];
    if (plan === undefined) return;
    this.#losses++;
    this.#onEvent({ kind: 'recovering', device: plan.device, reason: messageOf(error) });
    try {
      // The last device is not given up: a text that breaks it fails its own call, not all others.
      if (this.#losses > MAX_LOSSES && this.#plans.length > 1) {
        this.#refuse(plan, error);
        await this.#startDevice();
      } else {
        await this.#addRunner(plan).catch(async (cause: unknown) => {
          if (this.#runners.size > 0 || this.#plans[0] !== plan) return;
          this.#refuse(plan, cause);
          await this.#startDevice();
        });
      }
      this.#onEvent({ kind: 'recovered', active: this.active });
    } catch (cause) {
      if (this.#closed) return;
      this.#failure = cause instanceof EngineError ? cause : new EngineError(messageOf(cause));
      this.#active = null;
      this.#scheduler.failAll(this.#failure);
      this.#onEvent({ kind: 'failed', message: this.#failure.message });
    }
  }
}

/** Each text's vector at every place that has the text. */
function rowsAt(
  vectors: Float32Array<ArrayBuffer>,
  dim: number,
  indexOf: readonly number[],
): Float32Array<ArrayBuffer> {
  const rows = new Float32Array(indexOf.length * dim);
  for (const [row, index] of indexOf.entries()) {
    rows.set(vectors.subarray(index * dim, (index + 1) * dim), row * dim);
  }
  return rows;
}

/**
 * How texts are grouped on a device. On WASM only texts of equal length share a batch: nothing is
 * padded, so nothing is wasted, and rows are bit-identical alone and together (a padded softmax
 * sums in another order, and one flipped int8 rounding grows through the layers). On a GPU the cost
 * of a dispatch asks for larger batches, and no activation is rounded; but one long text must not
 * stretch sixty short ones.
 */
function batchLimits(device: Device): BatchLimits {
  return device === 'webgpu'
    ? { tokens: 4096, texts: 64, shortest: 0.75 }
    : { tokens: 256, texts: 64, shortest: 1 };
}

function messageOf(error: unknown): string {
  if (isLoadFailure(error)) return LOAD_FAILURE_WORDS;
  return error instanceof Error ? error.message : String(error);
}
