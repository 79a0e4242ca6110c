/** Vectors of a benchmark: from a file, or made up as texts lie: in topics within themes, of few dimensions each. */
import { readFile } from 'node:fs/promises';
import type { EmbeddingMatrix } from '../src/analysis/types.ts';
import { seededRandom } from '../src/lib/random.ts';

const DIM = 384;
const THEMES = 20;
const TOPICS = 10;
/** Directions in which the texts of one topic differ. */
const WITHIN = 12;

/** Makes up `count` rows of length 1 around 200 centres; the same for the same count. */
export function madeUpVectors(count: number): EmbeddingMatrix {
  const random = seededRandom(1);
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const direction = (length: number) =>
    Float64Array.from({ length: DIM }, () => (length * normal()) / Math.sqrt(DIM));
  const topics = Array.from({ length: THEMES }, () => direction(1)).flatMap((theme) =>
    Array.from({ length: TOPICS }, () => ({
      centre: direction(0.7).map((value, c) => value + theme[c]!),
      axes: Array.from({ length: WITHIN }, () => direction(0.25)),
    })),
  );
  const vectors = new Float32Array(count * DIM);
  for (let i = 0; i < count; i++) {
    const { centre, axes } = topics[Math.floor(random() * topics.length)]!;
    const row = centre.map((value) => value + (0.2 * normal()) / Math.sqrt(DIM));
    for (const axis of axes) {
      const share = normal();
      for (let c = 0; c < DIM; c++) row[c]! += share * axis[c]!;
    }
    const length = Math.sqrt(row.reduce((sum, value) => sum + value * value, 0));
    for (let c = 0; c < DIM; c++) vectors[i * DIM + c] = row[c]! / length;
  }
  return { vectors, count, dim: DIM };
}

/** Reads float32 vectors [rows × columns] of an .npy file, as `npm run embed` writes them. */
export async function readVectors(file: string): Promise<EmbeddingMatrix> {
  const bytes = await readFile(file);
  const header = bytes.readUInt16LE(8);
  const shape = /'<f4'.*\((\d+), (\d+)\)/.exec(bytes.toString('latin1', 10, 10 + header));
  if (shape === null) throw new Error(`${file} holds no float32 [rows × columns] of NumPy.`);
  const [count, dim] = [Number(shape[1]), Number(shape[2])];
  const vectors = new Float32Array(count * dim);
  new Uint8Array(vectors.buffer).set(bytes.subarray(10 + header));
  return { vectors, count, dim };
}
