/** transformers.js in a worker as its documentation shows it: the feature-extraction pipeline. */
import {
  AutoTokenizer,
  env,
  FeatureExtractionPipeline,
  PreTrainedModel,
  pipeline,
} from '@huggingface/transformers';
import mjs from 'onnxruntime-web/ort-wasm-simd-threaded.asyncify.mjs?url';
import wasm from 'onnxruntime-web/ort-wasm-simd-threaded.asyncify.wasm?url';

export type TransformersRequest = { readonly id: number } & (
  | {
      readonly kind: 'load';
      readonly dtype: 'fp32' | 'q8';
      readonly threads: number | null;
      readonly models: string;
      readonly model: string;
    }
  | {
      readonly kind: 'embed';
      readonly texts: readonly string[];
      readonly batchSize: number | null;
    }
);

export type TransformersReply = { readonly id: number } & (
  | { readonly kind: 'loaded' }
  | { readonly kind: 'embedded'; readonly vectors: Float32Array; readonly ms: number }
  | { readonly kind: 'failed'; readonly message: string }
);

let extractor: FeatureExtractionPipeline | null = null;

type Load = Extract<TransformersRequest, { kind: 'load' }>;

async function load({ dtype, threads, models, model }: Load): Promise<void> {
  env.allowRemoteModels = false;
  env.allowLocalModels = true;
  env.localModelPath = models;
  const runtime = env.backends.onnx.wasm;
  if (runtime === undefined) throw new Error('transformers.js has no WASM backend here');
  // The build that it ships with, from this server instead of a CDN.
  runtime.wasmPaths = { mjs, wasm };
  if (threads !== null) runtime.numThreads = threads;
  const options = { device: 'wasm', dtype } as const;
  if (model.startsWith('instructor-')) {
    // For T5 the pipeline would expect a decoder too; the base class runs encoders.
    extractor = new FeatureExtractionPipeline({
      task: 'feature-extraction',
      model: await PreTrainedModel.from_pretrained(model, options),
      tokenizer: await AutoTokenizer.from_pretrained(model),
    });
    return;
  }
  extractor = await pipeline('feature-extraction', model, options);
}

async function embed(texts: readonly string[], batchSize: number): Promise<Float32Array> {
  if (extractor === null) throw new Error('no model is loaded');
  let vectors = new Float32Array(0);
  for (let start = 0; start < texts.length; start += batchSize) {
    const batch = texts.slice(start, start + batchSize);
    const output = await extractor(batch, { pooling: 'mean', normalize: true });
    const data = output.data as Float32Array;
    if (start === 0) vectors = new Float32Array((data.length / batch.length) * texts.length);
    vectors.set(data, (data.length / batch.length) * start);
    output.dispose();
  }
  return vectors;
}

async function answer(request: TransformersRequest): Promise<TransformersReply> {
  const { id } = request;
  if (request.kind === 'load') {
    await load(request);
    return { id, kind: 'loaded' };
  }
  const start = performance.now();
  const vectors = await embed(request.texts, request.batchSize ?? request.texts.length);
  return { id, kind: 'embedded', vectors, ms: performance.now() - start };
}

self.addEventListener('message', ({ data }: MessageEvent<TransformersRequest>) => {
  answer(data)
    .catch(
      (error: unknown): TransformersReply => ({
        id: data.id,
        kind: 'failed',
        message: error instanceof Error ? error.message : String(error),
      }),
    )
    .then((reply) => self.postMessage(reply));
});
