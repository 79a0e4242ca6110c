import { BUILTIN_MODEL } from '../../src/engine/builtin.ts';
import { createEngineClient } from '../../src/engine/client.ts';
import type { Pair } from '../../src/engine/types.ts';
import { toBase64 } from './contender.ts';

const engine = createEngineClient();
let last = new Float32Array(0);

async function embed(texts: readonly string[]): Promise<number> {
  const start = performance.now();
  const pairs = texts.map((text): Pair => ['', text]);
  const { vectors } = await engine.encode(pairs);
  last = new Float32Array(vectors);
  return performance.now() - start;
}

window.contender = {
  async load({ precision }) {
    const source =
      precision === 'int8'
        ? BUILTIN_MODEL.source
        : ({
            kind: 'checkpoint',
            url: new URL('checkpoint/', location.href).href,
            precision,
          } as const);
    const info = await engine.load({ source, device: 'wasm' });
    console.log(`${info.name}: ${info.deviceDetail}`);
    await embed(['Ready?']);
    return performance.now();
  },
  embed,
  vectors: () => toBase64(last),
};
