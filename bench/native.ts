/** Native ONNX Runtime: the ceiling for a browser. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Tokenizer } from '@huggingface/tokenizers';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import type { OrtRuntime } from '../src/engine/runner.ts';
import { BUILTIN_MODEL } from '../src/model-folder/builtin.ts';
import type { Model } from '../src/model-folder/format.ts';
import { startNodeEngine } from '../src/node/engine.ts';
import { readModelFolder } from '../src/node/node-model.ts';
import { nodeOrt } from '../src/node/ort.ts';
import type { Contender, Reference } from './measure.ts';

const THREADS = 2;

/**
 * Reference for the accuracy: the baseline's fp32 graph, natively, each text alone, mean over all
 * tokens, length 1.
 * @param folder Folder of the baseline in transformers.js' layout.
 * @returns Float32Array [n × dim].
 */
export async function referenceVectors(
  folder: string,
  texts: readonly string[],
): Promise<Reference> {
  const json = (name: string) => JSON.parse(readFileSync(join(folder, name), 'utf8'));
  const tokenizer = new Tokenizer(json('tokenizer.json'), json('tokenizer_config.json'));
  const session = await InferenceSession.create(join(folder, 'onnx/model.onnx'));
  const rows: Float32Array[] = [];
  for (const text of texts) {
    const { ids } = tokenizer.encode(text);
    const shape = [1, ids.length];
    const feeds: Record<string, BigInt64Array> = {
      input_ids: BigInt64Array.from(ids, BigInt),
      attention_mask: new BigInt64Array(ids.length).fill(1n),
      token_type_ids: new BigInt64Array(ids.length),
    };
    const output = await session.run(
      Object.fromEntries(
        session.inputNames.map((name) => [name, new Tensor('int64', feeds[name]!, shape)]),
      ),
    );
    rows.push(meanOfLengthOne(output.last_hidden_state!, ids.length));
  }
  await session.release();
  const dim = rows[0]!.length;
  const vectors = new Float32Array(rows.length * dim);
  for (const [row, values] of rows.entries()) vectors.set(values, row * dim);
  return { vectors, dim };
}

function meanOfLengthOne(states: Tensor, tokens: number): Float32Array {
  const data = states.data as Float32Array;
  const dim = data.length / tokens;
  const mean = new Float64Array(dim);
  for (let i = 0; i < data.length; i++) mean[i % dim]! += data[i]!;
  const norm = Math.hypot(...mean);
  return Float32Array.from(mean, (value) => value / norm);
}

/**
 * Facet's own engine and graph of the built-in model, on native ONNX Runtime.
 * @param publicFolder Folder with the layout of the page's `public/`.
 */
export async function nativeContender(publicFolder: string): Promise<Contender> {
  const folder = join(publicFolder, BUILTIN_MODEL.source.url);
  const model = await readModelFolder(folder, nodeOrt(), { precision: 'int8' });
  const engine = await startNodeEngine(model, nativeRuntime());
  let last = new Float32Array(0);
  return {
    name: `native ONNX Runtime, int8, ${THREADS} threads`,
    group: 'native',
    precision: 'int8',
    batch: null,
    async embed(texts) {
      const began = performance.now();
      last = (await engine.encode(texts.map((text) => ['', text]))).vectors as typeof last;
      return performance.now() - began;
    },
    vectors: async () => last,
  };
}

/** Facet's own vectors of a model, computed natively. */
export async function ownVectors(model: Model, texts: readonly string[]): Promise<Reference> {
  const engine = await startNodeEngine(model, nativeRuntime());
  const { vectors, dim } = await engine.encode(texts.map((text) => ['', text]));
  engine.close();
  return { vectors, dim };
}

/** onnxruntime-node reads external data from files only. */
function nativeRuntime(): OrtRuntime {
  return {
    Tensor,
    InferenceSession: {
      async create(model, options) {
        const folder = mkdtempSync(join(tmpdir(), 'facet-bench-'));
        try {
          for (const file of options.externalData ?? []) {
            if (typeof file === 'string') continue;
            writeFileSync(join(folder, file.path), file.data as Uint8Array);
          }
          writeFileSync(join(folder, 'model.onnx'), model);
          return await InferenceSession.create(join(folder, 'model.onnx'), {
            executionProviders: ['cpu'],
            intraOpNumThreads: THREADS,
            // Without it, CPUs without VNNI saturate products of 8-bit values and give wrong
            // vectors.
            extra: { session: { x64quantprecision: '1' } },
          });
        } finally {
          rmSync(folder, { recursive: true });
        }
      },
    },
  };
}
