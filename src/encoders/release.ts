/**
 * Frees the memory behind arrays at once; the collector would leave hundreds of MB of weights until its next run. A
 * released array is empty from then on; a part of a larger buffer stays, as does every array where
 * `ArrayBuffer.transfer` is missing (browsers before 2024, Node 20).
 */
export function release(...arrays: readonly ArrayBufferView[]): void {
  for (const { buffer, byteLength } of arrays) {
    if (!(buffer instanceof ArrayBuffer) || buffer.byteLength !== byteLength) continue;
    if ('transfer' in buffer && byteLength > 0) buffer.transfer(0);
  }
}
