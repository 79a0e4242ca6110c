/**
 * The engine without its workers: a model, a device that has passed the self-check, its runners,
 * and `encode`. The page runs it in a worker (worker.ts), scripts in their own process.
 */

import { messageOf } from '../lib/errors.ts';
import type { Model } from '../model-folder/format.ts';
import { batchLimits } from './batch.ts';
import { encodedPairs, tokeniseOnce } from './distinct.ts';
import { EngineError } from './errors.ts';
import type { Runner } from './runner.ts';
import { Scheduler } from './scheduler.ts';
import { selfCheck } from './self-check.ts';
import { splitTexts } from './split.ts';
import { PairTokeniser } from './tokenise.ts';
import type {
  Device,
  Encoded,
  EncodeOptions,
  EngineEvent,
  InputTokens,
  Pair,
  Refusal,
  SelfCheck,
  Split,
  SplitRequest,
} from './types.ts';

/** A way of running a model: a device, and how many runners it gets. */
export interface DevicePlan {
  readonly device: Device;
  /** Describes the device to the user, for so many runners: "2 workers × 1 thread", the GPU's name. */
  detail(runners: number): string;
  /** Most runners. The start waits for the first; the others join when work comes. */
  readonly runners: number;
  spawn(model: Model): Promise<Runner>;
}

export interface ActiveDevice {
  readonly device: Device;
  readonly detail: string;
  readonly selfCheck: SelfCheck;
  readonly refusals: readonly Refusal[];
}

/** An {@link EngineEvent}, before the worker adds facts about the model. */
export type CoreEvent =
  | Exclude<EngineEvent, { readonly info: unknown }>
  | { readonly kind: 'recovered'; readonly active: ActiveDevice }
  | { readonly kind: 'reduced'; readonly active: ActiveDevice; readonly reason: string };

/** Runners lost since the last successful batch before a device is given up. */
const MAX_LOSSES = 2;
/** Tokens beyond which a call, about two seconds' work, is worth more runners at once. */
const LARGE_CALL_TOKENS = 2048;
const FILL_DELAY_MS = 2000;
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
  /** Plan whose runners have all been requested. */
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
      vocabSize: model.spec.vocabSize,
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
    const distinct = await tokeniseOnce(this.#tokeniser, pairs, signal);
    const { texts } = distinct;
    const read = texts.filter(({ refused }) => refused === null);

    const total = read.length;
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
    const vectors = await this.#scheduler.submit(read, {
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
    // Delayed: the awaited result is drawn now, and wants a core.
    this.#fillTimer ??= setTimeout(() => void this.#fillPool(), FILL_DELAY_MS);

    return encodedPairs(distinct, read, vectors, dim);
  }

  /** Cuts long texts into chunks. Needs no device. */
  split(request: SplitRequest, signal?: AbortSignal): Promise<Split> {
    return splitTexts(request, this.#tokeniser, this.#model.spec.maxSeqLength, signal);
  }

  /** Tells how each pair is read. Needs no device. */
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

  async #startDevice(): Promise<void> {
    for (;;) {
      const plan = this.#plans[0];
      if (plan !== undefined) this.#scheduler.replan(batchLimits(plan.device));
      if (plan === undefined) {
        const reasons = this.#refusals.map(({ device, reason }) => `${device}: ${reason}`);
        throw new EngineError(`No device can run this model. ${reasons.join('; ')}`);
      }
      try {
        const checked = await this.#addRunner(plan);
        this.#active = {
          device: plan.device,
          detail: plan.detail(plan.runners),
          selfCheck: checked,
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
   * Adds the runners after the first, once. While the user waits for a first small result they would only take its
   * cores, so they come some time after it. A failed one costs speed and nothing else.
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

  async #addRunner(plan: DevicePlan): Promise<SelfCheck> {
    const runner = await plan.spawn(this.#model);
    try {
      const checked = await selfCheck(runner, this.#model, this.#tokeniser, plan.device);
      // The engine may have been closed meanwhile, or the device given up.
      if (!this.#isCurrent(plan)) throw new EngineError('the runner is no longer needed');
      this.#runners.add(runner);
      this.#scheduler.addRunner(runner);
      return checked;
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
      // The last device stays: a text that breaks it fails its own call, not all others.
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
