import { Draw } from './random.ts';

/** Sizes of a T5 encoder with a Dense layer behind it. */
export interface Shape {
  readonly hidden: number;
  readonly feedForward: number;
  readonly headSize: number;
  readonly heads: number;
  readonly layers: number;
  readonly vocabulary: number;
  /** Output width of the Dense layer. */
  readonly dim: number;
}

/** A matrix or vector that is made row by row. */
export interface SyntheticTensor {
  readonly name: string;
  readonly shape: readonly number[];
  /** Fills the next `rows.length / columns` rows; call it from first to last. */
  readonly fill: (rows: Float32Array) => void;
}

/*
 * Random weights with outliers like a trained T5's. Known: Hugging Face's T5 overflows fp16 in the
 * feed-forward's output (66,246 in t5-base, huggingface/transformers issue 5651), so some residual
 * channels reach that value; only norms read the residual stream, and their weights keep such channels
 * from drowning the others. Assumed, without a checkpoint to measure: the number of these channels, their
 * growth, and the tails of rows, columns and single weights, all below.
 */

/** Channels of the residual stream per large one. */
const CHANNELS_A_LARGE_ONE = 256;
/** Standard deviation of the table's common and large channels. */
const TABLE = { common: 10, large: 60 };
/** Standard deviation of the large channels after 12 or 24 layers; its tail exceeds fp16's 65,504. */
const LARGE_AT_END = 2e4;
/** Largest growth of a large channel in one layer; more would also grow rounding errors. */
const MAX_GROWTH = 1.65;
/** Share that each half of a layer adds to a common channel. */
const ADDED = { attention: 0.35, feedForward: 0.5 };
/** Standard deviation after a norm. */
const NORMED = { common: 0.2, large: 0.8 };
/** One feed-forward neuron in `every` is hot, by `factor`. */
const HOT = { every: 512, factor: 6 };
/** Scale of the logits before softmax. T5 does not scale them; the query's weights do. */
const LOGITS = 0.7;
/** Lognormal spread of rows and columns. */
const SPREAD = { rows: 0.4, columns: 0.2 };

/** The encoder's tensors, in the order of T5EncoderModel.state_dict(), without the tied second name. */
export function* encoderTensors(shape: Shape, seed: number): Generator<SyntheticTensor> {
  const { hidden, feedForward, heads, layers, vocabulary } = shape;
  const inner = heads * shape.headSize;
  const isLarge = largeChannels(hidden, seed);
  const large = (value: number, common: number) => (channel: number) =>
    isLarge[channel] ? value : common;
  const share = isLarge.filter(Boolean).length / hidden;
  const normed = Math.sqrt((1 - share) * NORMED.common ** 2 + share * NORMED.large ** 2);
  const tensor = (name: string, rows: number, columns: number, scales: Scales) =>
    matrix(seed, name, rows, columns, scales);

  yield tensor('shared.weight', vocabulary, hidden, {
    rows: 0.2,
    column: large(TABLE.large, TABLE.common),
  });

  let common = TABLE.common;
  let huge = TABLE.large;
  const growth = Math.min(MAX_GROWTH, (LARGE_AT_END / TABLE.large) ** (1 / layers));
  const norm = (name: string) => {
    const rms = Math.sqrt((1 - share) * common ** 2 + share * huge ** 2);
    return vector(
      seed,
      name,
      hidden,
      large((NORMED.large * rms) / huge, (NORMED.common * rms) / common),
    );
  };
  for (let layer = 0; layer < layers; layer++) {
    const attention = `encoder.block.${layer}.layer.0.`;
    const read = 1 / (normed * Math.sqrt(hidden));
    const query = (read * LOGITS) / Math.sqrt(shape.headSize);
    yield tensor(`${attention}SelfAttention.q.weight`, inner, hidden, { scale: query });
    yield tensor(`${attention}SelfAttention.k.weight`, inner, hidden, { scale: read });
    yield tensor(`${attention}SelfAttention.v.weight`, inner, hidden, { scale: read });
    yield tensor(`${attention}SelfAttention.o.weight`, hidden, inner, {
      scale: 1 / Math.sqrt(inner),
      row: large(ADDED.attention * huge, ADDED.attention * common),
    });
    if (layer === 0) {
      yield tensor(`${attention}SelfAttention.relative_attention_bias.weight`, 32, heads, {
        rows: 0,
        columns: 0,
      });
    }
    yield norm(`${attention}layer_norm.weight`);

    const mlp = `encoder.block.${layer}.layer.1.`;
    const kept = 1 + ADDED.attention ** 2;
    const isHot = (neuron: number) => neuron % HOT.every === (layer * 37) % HOT.every;
    // ReLU cuts half of the neurons' energy.
    const energy = 0.5 * (1 + (HOT.factor ** 2 - 1) / HOT.every);
    yield tensor(`${mlp}DenseReluDense.wi.weight`, feedForward, hidden, {
      scale: read,
      row: (neuron) => (isHot(neuron) ? HOT.factor : 1),
    });
    yield tensor(`${mlp}DenseReluDense.wo.weight`, hidden, feedForward, {
      scale: 1 / Math.sqrt(energy * feedForward),
      row: large(huge * Math.sqrt(growth ** 2 - kept), ADDED.feedForward * common),
    });
    // A state dict names the norm after its matrices, but it reads what attention left.
    common *= Math.sqrt(kept);
    huge *= Math.sqrt(kept);
    yield norm(`${mlp}layer_norm.weight`);
    common *= Math.sqrt(1 + ADDED.feedForward ** 2 / kept);
    huge *= growth / Math.sqrt(kept);
  }
  yield norm('encoder.final_layer_norm.weight');
}

/** The Dense layer's only tensor; it has no bias. */
export function denseTensor({ hidden, dim }: Shape, seed: number): SyntheticTensor {
  return matrix(seed, 'linear.weight', dim, hidden, { scale: 1 / Math.sqrt(hidden) });
}

function largeChannels(hidden: number, seed: number): boolean[] {
  const draw = new Draw(seed, 'large channels');
  const wanted = Math.max(1, Math.round(hidden / CHANNELS_A_LARGE_ONE));
  const isLarge = Array.from({ length: hidden }, () => false);
  for (let found = 0; found < wanted; ) {
    const channel = draw.integer() % hidden;
    if (!isLarge[channel]) found++;
    isLarge[channel] = true;
  }
  return isLarge;
}

interface Scales {
  /** Standard deviation of all values; default 1. */
  readonly scale?: number;
  /** Factors of rows and columns by index. */
  readonly row?: (row: number) => number;
  readonly column?: (column: number) => number;
  /** Lognormal spread of the rows; default {@link SPREAD}. */
  readonly rows?: number;
  readonly columns?: number;
}

function matrix(
  seed: number,
  name: string,
  rows: number,
  columns: number,
  scales: Scales,
): SyntheticTensor {
  const { scale = 1, row = () => 1, column = () => 1 } = scales;
  const draw = new Draw(seed, name);
  const spread = (deviation: number) => draw.lognormal(deviation) / Math.exp(deviation ** 2);
  const columnFactors = Float32Array.from(
    { length: columns },
    (_, i) => column(i) * spread(scales.columns ?? SPREAD.columns),
  );
  const rowFactors = Float32Array.from(
    { length: rows },
    (_, i) => scale * row(i) * spread(scales.rows ?? SPREAD.rows),
  );
  let next = 0;
  return {
    name,
    shape: [rows, columns],
    fill(values) {
      for (let start = 0; start < values.length; start += columns, next++) {
        const factor = rowFactors[next]!;
        for (let i = 0; i < columns; i++)
          values[start + i] = factor * columnFactors[i]! * draw.weight();
      }
    },
  };
}

/** Weight of a norm: `level` within about an eighth. */
function vector(
  seed: number,
  name: string,
  size: number,
  level: (channel: number) => number,
): SyntheticTensor {
  const draw = new Draw(seed, name);
  return {
    name,
    shape: [size],
    fill(values) {
      for (let i = 0; i < size; i++) values[i] = level(i) * (1 + draw.weight() / 8);
    },
  };
}
