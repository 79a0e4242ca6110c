/**
 * A page with only the engine: tests call it through `window.harness`. Results cross to the test as
 * plain arrays.
 */
import { createEngineClient } from '../../src/engine/client.ts';
import type { Device, EngineEvent, ModelInfo, Pair } from '../../src/engine/types.ts';
import type { ModelSource } from '../../src/model-folder/source.ts';

export interface HarnessVectors {
  /** One row per pair. */
  readonly rows: number[][];
  readonly tokens: number[];
  readonly masked: number[];
  readonly truncated: number[];
}

export interface Harness {
  /** @param source Model whose url may be relative to the page. */
  load(source: ModelSource, device: Device | 'auto'): Promise<ModelInfo>;
  encode(pairs: readonly Pair[]): Promise<HarnessVectors>;
  /** Engine events so far, oldest first. */
  readonly events: readonly EngineEvent[];
}

declare global {
  interface Window {
    harness: Harness;
  }
}

const engine = createEngineClient();
const events: EngineEvent[] = [];
engine.onEvent((event) => events.push(event));

window.harness = {
  events,
  load: (source, device) => engine.load({ source, device }),
  async encode(pairs) {
    const { vectors, dim, tokens, masked, truncated } = await engine.encode(pairs);
    const rows = pairs.map((_, row) => Array.from(vectors.subarray(row * dim, (row + 1) * dim)));
    return {
      rows,
      tokens: Array.from(tokens),
      masked: Array.from(masked),
      truncated: Array.from(truncated),
    };
  },
};
