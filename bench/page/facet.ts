import { loadSource } from '../../src/convert/load-source.ts';
import { createEngineClient } from '../../src/engine/client.ts';
import { EngineCore } from '../../src/engine/core.ts';
import type { Device, Encoded, Pair } from '../../src/engine/types.ts';
import { RunnerPool } from '../../src/engine/worker-runner.ts';
import { BUILTIN_MODEL } from '../../src/model-folder/builtin.ts';
import type { ModelSource } from '../../src/model-folder/source.ts';
import { toBase64 } from './contender.ts';

type Encode = (pairs: readonly Pair[]) => Promise<Encoded>;

let encode: Encode | null = null;
let last = new Float32Array(0);

/** The engine as the page uses it. */
async function asShipped(source: ModelSource, device: Device): Promise<Encode> {
  const engine = createEngineClient();
  const info = await engine.load({ source, device });
  if (info.device !== device) {
    throw new Error(info.refusals.map(({ reason }) => reason).join('; '));
  }
  console.log(`${info.name}: ${info.deviceDetail}`);
  return (pairs) => engine.encode(pairs);
}

/**
 * The same engine with one runner of several threads; the page has several runners of one thread.
 */
async function withThreads(
  source: Extract<ModelSource, { url: string }>,
  threads: number,
): Promise<Encode> {
  const url = new URL(source.url, document.baseURI).href;
  const { model } = await loadSource({ ...source, url }, new AbortController().signal, () => {});
  const pool = new RunnerPool('wasm', threads);
  const core = await EngineCore.start(
    model,
    [
      {
        device: 'wasm',
        detail: () => `1 worker × ${threads} threads`,
        runners: 1,
        spawn: (model) => pool.spawn(model),
      },
    ],
    [],
  );
  return (pairs) => core.encode(pairs);
}

async function embed(texts: readonly string[]): Promise<number> {
  if (encode === null) throw new Error('no model is loaded');
  const start = performance.now();
  const pairs = texts.map((text): Pair => ['', text]);
  const { vectors } = await encode(pairs);
  last = new Float32Array(vectors);
  return performance.now() - start;
}

window.contender = {
  async load({ precision, threads, device = 'wasm', model }) {
    const int8 =
      model === undefined
        ? BUILTIN_MODEL.source
        : ({ kind: 'facet', url: `models/${model}/` } as const);
    const source =
      precision === 'int8'
        ? int8
        : ({
            kind: 'checkpoint',
            url: new URL('checkpoint/', location.href).href,
            precision,
          } as const);
    encode =
      threads === null ? await asShipped(source, device) : await withThreads(source, threads);
    await embed(['Ready?']);
    return performance.now();
  },
  embed,
  vectors: () => toBase64(last),
};
