/** API of a benchmarked page for the runner, as `window.contender`. */
interface Contender {
  /**
   * Loads the model and embeds one short text.
   * @returns Milliseconds since the page's navigation began.
   */
  load(setting: LoadSetting): Promise<number>;
  /**
   * Embeds texts and keeps the vectors.
   * @param batchSize Texts per batch; null leaves batching to the contender.
   * @returns Milliseconds.
   */
  embed(texts: readonly string[], batchSize: number | null): Promise<number>;
  /** Vectors of the last `embed`: float32 [n × dim], little-endian, base64. */
  vectors(): string;
}

export interface LoadSetting {
  /** Folder under models/ and baseline/ on the server, int8 only; default: the built-in model and its baseline. */
  readonly model?: string;
  readonly precision: 'fp32' | 'int8';
  /** WASM threads; null takes the contender's default. */
  readonly threads: number | null;
  /** Device; default wasm. With webgpu, ending on another device is an error. */
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
