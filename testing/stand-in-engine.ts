import { INSTRUCTOR_RULES } from '../src/encoders/input.ts';
import { storeVectors } from '../src/engine/store-vectors.ts';
import type {
  Encoded,
  EncodeOptions,
  Engine,
  EngineEvent,
  InputTokens,
  LoadOptions,
  ModelInfo,
  Pair,
  Split,
  SplitRequest,
  Stored,
  StoreOptions,
  Token,
} from '../src/engine/types.ts';
import { KeptRows } from '../src/vectors/kept/kept-rows.ts';

/** An engine that finishes its work when a test says so. Vectors are [instruction length, text length].
 * Texts that begin with "fused" have nothing to pool. */
export class StandInEngine implements Engine {
  readonly calls: { pairs: readonly Pair[]; finish: () => void; fail: (error: Error) => void }[] =
    [];
  readonly loads: { options: LoadOptions; finish: () => void; fail: (error: Error) => void }[] = [];
  readonly #rows: KeptRows;
  /** Of the vectors; what is beyond the two lengths is zeros. */
  width = 2;
  readonly #listeners = new Set<(event: EngineEvent) => void>();

  /** @param rows Where `store` puts the vectors. */
  constructor(rows = new KeptRows(null)) {
    this.#rows = rows;
  }

  load(options: LoadOptions): Promise<ModelInfo> {
    return new Promise((resolve, reject) => {
      this.loads.push({
        options,
        finish: () => resolve(modelInfo(options.device === 'webgpu' ? 'webgpu' : 'wasm')),
        fail: reject,
      });
      options.signal?.addEventListener('abort', () => reject(options.signal?.reason));
    });
  }

  encode(pairs: readonly Pair[], options: EncodeOptions = {}): Promise<Encoded> {
    return new Promise((resolve, reject) => {
      const finish = () => {
        const total = pairs.length;
        options.onProgress?.({ done: total, total, tokensDone: total, tokensTotal: total });
        resolve({
          vectors: this.#vectors(pairs),
          dim: this.width,
          tokens: Uint32Array.from(pairs, ([i, t]) => i.length + t.length),
          masked: Uint32Array.from(pairs, ([i, t]) =>
            t.startsWith('fused') ? i.length + t.length : i.length,
          ),
          truncated: Uint8Array.from(pairs, ([, t]) => (t.length > 20 ? 1 : 0)),
          unread: pairs.map(([, t]) =>
            t.startsWith('fused') || t.startsWith('end token') ? 'fused' : null,
          ),
          refused: pairs.map(([, t]) => (t.startsWith('refused') ? 'has no token for it' : null)),
        });
      };
      this.calls.push({ pairs, finish, fail: reject });
      options.signal?.addEventListener('abort', () => reject(options.signal?.reason));
    });
  }

  #vectors(pairs: readonly Pair[]): Float32Array<ArrayBuffer> {
    const vectors = new Float32Array(pairs.length * this.width);
    for (const [row, [instruction, text]] of pairs.entries()) {
      vectors.set([instruction.length, text.length], row * this.width);
    }
    return vectors;
  }

  async store(
    pairs: readonly Pair[],
    { keep = false, ...options }: StoreOptions = {},
  ): Promise<Stored> {
    const encoded = await this.encode(pairs, options);
    const { name: model, fingerprint, precision, device } = modelInfo('wasm');
    const origin = { model, fingerprint, precision, device };
    return storeVectors(encoded, (vectors, dim, counts) =>
      this.#rows.add(vectors, dim, keep ? { ...counts, origin, pairs } : null),
    );
  }

  split({ texts }: SplitRequest): Promise<Split> {
    return Promise.resolve({ most: 20, long: 0, places: texts.map(() => null) });
  }

  read(pairs: readonly Pair[]): Promise<readonly InputTokens[]> {
    const token = (role: Token['role']) => (piece: string) => ({ piece, role, special: false });
    return Promise.resolve(
      pairs.map(([instruction, text]) => ({
        tokens: [...[...instruction].map(token('masked')), ...[...text].map(token('pooled'))],
        masked: instruction.length,
        pooled: text.length,
        counted: true,
        cut: 0,
        unread: text.startsWith('fused') ? 'fused' : null,
      })),
    );
  }

  onEvent(listener: (event: EngineEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  emit(event: EngineEvent): void {
    for (const listener of this.#listeners) listener(event);
  }

  close(): void {}
}

function modelInfo(device: 'webgpu' | 'wasm'): ModelInfo {
  return {
    name: 'stand-in',
    dim: 2,
    maxSeqLength: 20,
    family: 'bert',
    input: INSTRUCTOR_RULES,
    precision: 'int8',
    bytes: 1,
    device,
    deviceDetail: '',
    selfCheck: { cosine: 1, difference: 0 },
    sealed: true,
    layerParameters: 1000,
    refusals: [],
    fingerprint: 'fingerprint',
    loadMs: 1,
  };
}

/** Lets promises that have resolved run on. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 60; turn += 1) await Promise.resolve();
}
