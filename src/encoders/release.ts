/**
 * Gives the memory behind arrays back at once, where the collector would let hundreds of MB of weights lie until it
 * next looks. An array that is released is empty from then on; one that is a part of its buffer is left alone, as is
 * all where there is no `ArrayBuffer.transfer` (browsers before 2024, Node 20).
 */
export function release(...arrays: readonly ArrayBufferView[]): void {
  for (const { buffer, byteLength } of arrays) {
    if (!(buffer instanceof ArrayBuffer) || buffer.byteLength !== byteLength) continue;
    if ('transfer' in buffer && byteLength > 0) buffer.transfer(0);
  }
}
