/** What a benchmarked page offers to the runner, as `window.contender`. */
interface Contender {
  /**
   * Loads the model until it has embedded one short text.
   * @returns Milliseconds since the page's navigation began.
   */
  load(setting: LoadSetting): Promise<number>;
  /**
   * Embeds texts and keeps the vectors.
   * @param batchSize Texts a batch; null leaves batching to the contender.
   * @returns Milliseconds.
   */
  embed(texts: readonly string[], batchSize: number | null): Promise<number>;
  /** The vectors of the last `embed`: float32 [n × dim], little-endian, base64. */
  vectors(): string;
}

export interface LoadSetting {
  /** Under models/ and baseline/ on the server, int8 only; default: the built-in model, and the baseline of its weights. */
  readonly model?: string;
  readonly precision: 'fp32' | 'int8';
  /** Threads of WASM; null takes the contender's own default. */
  readonly threads: number | null;
  /** Default wasm. With webgpu a load that ends on another device is an error. */
  readonly device?: 'wasm' | 'webgpu';
}

declare global {
  interface Window {
    contender: Contender;
  }
}

export function toBase64(vectors: Float32Array): string {
  const bytes = new Uint8Array(vectors.buffer, vectors.byteOffset, vectors.byteLength);
  const CHUNK = 0x8000;
  let binary = '';
  for (let start = 0; start < bytes.length; start += CHUNK) {
    binary += String.fromCharCode(...bytes.subarray(start, start + CHUNK));
  }
  return btoa(binary);
}
