const word = new Float32Array(1);
const bits = new Uint32Array(word.buffer);

/**
 * Rounds 32-bit floats to the nearest binary16, ties to even; infinity beyond its range. Returns
 * the bits.
 */
export function toFloat16(values: Float32Array): Uint16Array<ArrayBuffer> {
  const halves = new Uint16Array(values.length);
  for (let i = 0; i < values.length; i++) {
    word[0] = values[i]!;
    const sign = (bits[0]! >>> 16) & 0x8000;
    const magnitude = bits[0]! & 0x7fffffff;
    if (magnitude >= 0x47800000) {
      halves[i] = sign | (magnitude > 0x7f800000 ? 0x7e00 : 0x7c00);
    } else if (magnitude < 0x38800000) {
      // Subnormal: adding a half makes the hardware round at binary16's last place, 2^-24.
      word[0] = Math.abs(values[i]!) + 0.5;
      halves[i] = sign | (bits[0]! - 0x3f000000);
    } else {
      const even = (magnitude >>> 13) & 1;
      halves[i] = sign | ((magnitude - 0x38000000 + 0xfff + even) >>> 13);
    }
  }
  return halves;
}
