/** NumPy's .npy format, version 1.0 (numpy.lib.format): float32, C order. */

/** Header before the values of float32 [rows × columns], which follow row by row. Its length is a multiple of 64. */
export function npyHeader(rows: number, columns: number): Uint8Array<ArrayBuffer> {
  const magic = [0x93, ...new TextEncoder().encode('NUMPY'), 1, 0];
  const description = `{'descr': '<f4', 'fortran_order': False, 'shape': (${rows}, ${columns}), }`;
  // The data begins at a multiple of 64, and the header ends with a line feed.
  const unpadded = magic.length + 2 + description.length + 1;
  const header = `${description}${' '.repeat((64 - (unpadded % 64)) % 64)}\n`;
  const bytes = new Uint8Array(magic.length + 2 + header.length);
  bytes.set(magic);
  new DataView(bytes.buffer).setUint16(magic.length, header.length, true);
  bytes.set(new TextEncoder().encode(header), magic.length + 2);
  return bytes;
}
