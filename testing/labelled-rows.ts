/** Labels for tests. Keep in step with training/reference/evaluation_task_goldens.py. */
import { seededRandom } from '../src/lib/random.ts';

/** Gives row i the label i mod `classes`, or by chance another. */
export function noisyLabels(
  seed: number,
  count: number,
  classes: number,
  noise: number,
): Int32Array {
  const random = seededRandom(seed + 1000);
  return Int32Array.from({ length: count }, (_, i) =>
    random() < noise ? Math.floor(random() * classes) : i % classes,
  );
}
