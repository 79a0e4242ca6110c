/** Devices of real sessions over a small real checkpoint, for tests. Only the faults are artificial. */
import { join } from 'node:path';
import { buildGraph } from '../src/encoders/build.ts';
import type { Batch } from '../src/engine/batch.ts';
import { type DevicePlan, EngineCore } from '../src/engine/core.ts';
import { GraphSession, type Runner } from '../src/engine/runner.ts';
import type { Device, Pair } from '../src/engine/types.ts';
import type { Model } from '../src/model-folder/format.ts';
import { readModelFolder } from '../src/node/node-model.ts';
import { nodeOrt } from '../src/node/ort.ts';
import { GOLDENS } from './goldens.ts';

const ort = nodeOrt();

export const testModel = (): Promise<Model> =>
  readModelFolder(join(GOLDENS, 't5-wide-heads-safetensors/model'), ort, { precision: 'fp32' });

/** Fault for each batch; batches count from 1 after the runner's self-check. */
export type Fault = (vectors: Float32Array, call: number, spawn: number) => void | Promise<void>;

interface Watched {
  readonly plan: DevicePlan;
  readonly batches: Batch[];
  /** Runners that ran a batch, by order of spawning. */
  readonly used: Set<number>;
  spawned: number;
  /** Number of runners that finished their self-check. */
  checked: number;
  closed: number;
}

let last: Promise<unknown> = Promise.resolve();
/** Serialises calls: one WASM instance serves all runners here; in the page each has its own. */
function oneAtATime<Result>(call: () => Promise<Result>): Promise<Result> {
  const result = last.then(call);
  last = result.catch(() => {});
  return result;
}

/** A device of real sessions; `fault` may change, delay or fail their output. */
export function device(
  name: Device,
  { check, run, runners = 1 }: { check?: Fault; run?: Fault; runners?: number } = {},
): Watched {
  const watched: Watched = {
    plan: { device: name, detail: (running) => `test ${name} × ${running}`, runners, spawn },
    batches: [],
    used: new Set(),
    spawned: 0,
    checked: 0,
    closed: 0,
  };
  async function spawn({ spec, tensors, canary }: Model): Promise<Runner> {
    const spawned = ++watched.spawned;
    const session = await oneAtATime(() =>
      GraphSession.create(ort, spec, buildGraph(spec, tensors, 'wasm'), 'wasm'),
    );
    let calls = 0;
    return {
      async run(batch) {
        const vectors = await oneAtATime(() => session.run(batch));
        calls++;
        if (calls <= canary.pairs.length) {
          await check?.(vectors, calls, spawned);
          if (calls === canary.pairs.length) watched.checked++;
        } else {
          watched.batches.push(batch);
          watched.used.add(spawned);
          await run?.(vectors, calls - canary.pairs.length, spawned);
        }
        return vectors;
      },
      close: () => {
        watched.closed++;
        void oneAtATime(() => session.release());
      },
    };
  }
  return watched;
}

export const fail =
  (message: string): Fault =>
  () => {
    throw new Error(message);
  };

const SENTENCES = [
  'The river',
  'rises',
  'in the hills.',
  'no',
  'Quarterly revenue rose 4.2%',
  'a b',
];
export const PAIRS: readonly Pair[] = Array.from(
  { length: 24 },
  (_, i): Pair => [
    i % 3 === 0 ? '' : 'Represent the sentence: ',
    `${SENTENCES[i % SENTENCES.length]} ${'again '.repeat(i)}`,
  ],
);

/** Vectors of {@link PAIRS}, float32 [24 × dim], from a device without faults. */
export async function undisturbed(model: Model): Promise<Float32Array> {
  const engine = await EngineCore.start(model, [device('wasm').plan], []);
  const { vectors } = await engine.encode(PAIRS);
  engine.close();
  return vectors;
}
