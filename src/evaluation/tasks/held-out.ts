import { seededRandom } from '../../lib/random.ts';
import type { ClassificationData, LabelledText } from './classification.ts';
import type { TaskData } from './data.ts';

/** Training texts of a label, at most: four times those of an experiment. The others make the interval narrower. */
const MOST_LEARNT = 32;

/**
 * Parts labelled texts that came without splits: half of each label's texts, at most 32, are learnt from, and the others
 * predicted. A text of a label of its own is learnt from: there is nothing to predict it by. The same texts are parted the
 * same way each time.
 */
function heldOut(texts: readonly LabelledText[], seed: number): ClassificationData {
  const random = seededRandom(seed);
  const order = Int32Array.from(texts, (_, i) => i);
  for (let i = texts.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [order[i], order[j]] = [order[j]!, order[i]!];
  }
  const counts = new Map<string, number>();
  for (const { label } of texts) counts.set(label, (counts.get(label) ?? 0) + 1);
  const taken = new Map<string, number>();
  const learnt = new Set<number>();
  for (const at of order) {
    const { label } = texts[at]!;
    const before = taken.get(label) ?? 0;
    if (before >= Math.min(MOST_LEARNT, Math.ceil(counts.get(label)! / 2))) continue;
    taken.set(label, before + 1);
    learnt.add(at);
  }
  return {
    train: texts.filter((_, at) => learnt.has(at)),
    test: texts.filter((_, at) => !learnt.has(at)),
  };
}

const SEED = 42;

/** Makes a classification of labelled texts without splits, with a sentence that says how they were parted. */
export function heldOutTask(texts: readonly LabelledText[]): {
  readonly task: TaskData;
  readonly note: string;
} {
  const data = heldOut(texts, SEED);
  return {
    task: { kind: 'classification', data },
    note:
      `The data has no split: ${data.train.length} texts (half of each label, at most ${MOST_LEARNT}, drawn with seed ` +
      `${SEED}) were learnt from, and the other ${data.test.length} predicted.`,
  };
}
