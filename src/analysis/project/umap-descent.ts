/**
 * Gradient descent of UMAP (McInnes et al. 2018, algorithm 5), as umap-learn does it, over typed arrays: neighbours
 * attract each other by 1 / (1 + a d²ᵇ), and each draws away from a few rows that are drawn at random.
 */
import type { Steps } from '../steps.ts';
import type { FuzzyGraph } from './fuzzy-graph.ts';

/** a and b of umap-learn's defaults, fitted to a least distance of 0.1 and a spread of 1. */
const A = 1.576943460405378;
const B = 0.8950608781227859;
/** Rows drawn for one attraction. */
const DRAWN = 5;
/** Bound of one component of a gradient. */
const MOST = 4;
/** Keeps the repulsion of near rows finite. */
const NEAR = 0.001;
/**
 * Forces are read from tables by the first bits of a squared distance, 256 entries for each doubling: a power for each of
 * some hundred million forces would take twice the time of all the rest. The error is below 0.5 %.
 */
const MANTISSA_BITS = 8;
const DROPPED_BITS = 23 - MANTISSA_BITS;
/** Squared distances of the tables: 2⁻²⁰ to 2²⁰. Nearer and farther ones have the first and the last entry. */
const FIRST = (127 - 20) << MANTISSA_BITS;
const ENTRIES = 40 << MANTISSA_BITS;
const LAST = ENTRIES - 1;
/** Attractions between two looks at the clock: a few milliseconds. */
const PER_STEP = 20_000;

/** Moves the points of `layout` [count × 2] in place. The strongest edge acts in each of the `epochs`. */
export function* descend(
  layout: Float64Array,
  { heads, tails, weights }: FuzzyGraph,
  epochs: number,
  random: () => number,
): Steps<void> {
  const count = layout.length / 2;
  let strongest = 0;
  for (const weight of weights) strongest = Math.max(strongest, weight);
  /** Epochs from one attraction of an edge to the next, and when the next is due. */
  const interval = weights.map((weight) => strongest / weight);
  const due = interval.slice();
  const drawnDue = interval.map((epochs) => epochs / DRAWN);
  const pulls = tableOf((d) => (-2 * A * B * d ** (B - 1)) / (A * d ** B + 1));
  const pushes = tableOf((d) => (2 * B) / ((NEAR + d) * (A * d ** B + 1)));
  const float = new Float32Array(1);
  const bits = new Int32Array(float.buffer);
  // Xorshift (Marsaglia 2003): a call of the shared generator for each draw would take a third of the time.
  let state = Math.floor(random() * 2 ** 31) | 1;
  let since = 0;
  for (let epoch = 0; epoch < epochs; epoch++) {
    const rate = 1 - epoch / epochs;
    for (let edge = 0; edge < heads.length; edge++) {
      if (due[edge]! > epoch) continue;
      const i = 2 * heads[edge]!;
      const j = 2 * tails[edge]!;
      let x = layout[i]!;
      let y = layout[i + 1]!;
      const dx = x - layout[j]!;
      const dy = y - layout[j + 1]!;
      const squared = dx * dx + dy * dy;
      if (squared > 0) {
        float[0] = squared;
        const at = (bits[0]! >> DROPPED_BITS) - FIRST;
        const pull = pulls[Math.max(0, Math.min(at, LAST))]!;
        const moveX = bounded(pull * dx) * rate;
        const moveY = bounded(pull * dy) * rate;
        x += moveX;
        y += moveY;
        layout[j]! -= moveX;
        layout[j + 1]! -= moveY;
      }
      const gap = interval[edge]!;
      due[edge]! += gap;
      const draws = Math.floor(((epoch - drawnDue[edge]!) * DRAWN) / gap);
      for (let draw = 0; draw < draws; draw++) {
        state ^= state << 13;
        state ^= state >>> 17;
        state ^= state << 5;
        const other = 2 * ((state >>> 0) % count);
        const ox = x - layout[other]!;
        const oy = y - layout[other + 1]!;
        const apart = ox * ox + oy * oy;
        if (apart === 0) continue;
        float[0] = apart;
        const at = (bits[0]! >> DROPPED_BITS) - FIRST;
        const push = pushes[Math.max(0, Math.min(at, LAST))]!;
        x += bounded(push * ox) * rate;
        y += bounded(push * oy) * rate;
      }
      drawnDue[edge]! += (draws * gap) / DRAWN;
      layout[i] = x;
      layout[i + 1] = y;
      since += 1;
      if (since === PER_STEP) {
        since = 0;
        yield (epoch + edge / heads.length) / epochs;
      }
    }
    yield (epoch + 1) / epochs;
  }
}

/** Computes a force at the middle of each entry's squared distances. */
function tableOf(force: (squared: number) => number): Float64Array {
  const bits = Int32Array.from(
    { length: ENTRIES },
    (_, at) => ((FIRST + at) << DROPPED_BITS) | (1 << (DROPPED_BITS - 1)),
  );
  return Float64Array.from(new Float32Array(bits.buffer), force);
}

function bounded(value: number): number {
  return Math.max(-MOST, Math.min(MOST, value));
}
