/**
 * What an encoder is, read from a sentence-transformers folder: everything the graph writer needs
 * besides the weights. Field names follow the papers and Hugging Face configs.
 */

/** One Dense module (sentence-transformers `models.Dense`): y = activation(x · Wᵀ + b). */
export interface DenseSpec {
  /** Where the module's tensors are named in the weights map: "dense.0", "dense.1", … */
  readonly inFeatures: number;
  readonly outFeatures: number;
  readonly bias: boolean;
  readonly activation: 'identity' | 'tanh';
}

interface CommonSpec {
  readonly vocabSize: number;
  /** Width of the residual stream, d_model. */
  readonly hiddenSize: number;
  readonly layers: number;
  readonly heads: number;
  /** Width of one attention head, d_kv. */
  readonly headSize: number;
  /** Width of the feed-forward layer, d_ff. */
  readonly feedForwardSize: number;
  readonly normEpsilon: number;
  /** Tokens kept of instruction + text, end token included (sentence_bert_config.json). */
  readonly maxSeqLength: number;
  readonly dense: readonly DenseSpec[];
  /** Whether the folder ends in a Normalize module (INSTRUCTOR's and MiniLM's do). */
  readonly normalize: boolean;
  /** Width of the final vector. */
  readonly dim: number;
}

/** T5 encoder (Raffel et al. 2020): RMS norm, relative-position bias, unscaled attention. */
export interface T5Spec extends CommonSpec {
  readonly family: 't5';
  readonly relativeAttentionBuckets: number;
  readonly relativeAttentionMaxDistance: number;
  /** relu for T5 v1.0; the gated variants multiply act(x·W0) by x·W1 (T5 v1.1). */
  readonly activation: 'relu' | 'gelu_new';
  readonly gated: boolean;
}

/** BERT encoder (Devlin et al. 2019): learned positions, post-layer-norm, scaled attention. */
export interface BertSpec extends CommonSpec {
  readonly family: 'bert';
  readonly maxPositions: number;
  readonly typeVocabSize: number;
  readonly activation: 'gelu' | 'relu' | 'gelu_new';
}

export type EncoderSpec = T5Spec | BertSpec;
