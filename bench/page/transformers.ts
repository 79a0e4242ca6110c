import { toBase64 } from './contender.ts';
import type { TransformersReply, TransformersRequest } from './transformers-worker.ts';

const worker = new Worker(new URL('./transformers-worker.ts', import.meta.url), { type: 'module' });

let lastId = 0;
let last = new Float32Array(0);

type WithoutId<Request> = Request extends unknown ? Omit<Request, 'id'> : never;

function ask(request: WithoutId<TransformersRequest>): Promise<TransformersReply> {
  const id = ++lastId;
  return new Promise((resolve, reject) => {
    const onMessage = ({ data }: MessageEvent<TransformersReply>) => {
      if (data.id !== id) return;
      worker.removeEventListener('message', onMessage);
      if (data.kind === 'failed') reject(new Error(data.message));
      else resolve(data);
    };
    worker.addEventListener('message', onMessage);
    worker.addEventListener('error', (event) => reject(new Error(event.message)), { once: true });
    worker.postMessage({ ...request, id });
  });
}

async function embed(texts: readonly string[], batchSize: number | null): Promise<number> {
  const start = performance.now();
  const reply = await ask({ kind: 'embed', texts, batchSize });
  if (reply.kind === 'embedded') last = new Float32Array(reply.vectors);
  return performance.now() - start;
}

window.contender = {
  async load({ precision, threads, model = 'minilm-onnx' }) {
    // A path rather than an address: for addresses, transformers.js does not look for the
    // tokenizer.
    const models = new URL('baseline/', location.href).pathname;
    const dtype = precision === 'int8' ? 'q8' : 'fp32';
    await ask({ kind: 'load', dtype, threads, models, model });
    await embed(['Ready?'], 1);
    return performance.now();
  },
  embed,
  vectors: () => toBase64(last),
};
