/**
 * Fields common to all encoders, read from a sentence-transformers folder: everything the graph writer needs besides
 * the weights. Field names follow the papers and Hugging Face configs. Each family adds its own in its module
 * (families/).
 */

/** One Dense module (sentence-transformers `models.Dense`): y = activation(x · Wᵀ + b). */
export interface DenseSpec {
  /** Where the module's tensors are named in the weights map: "dense.0", "dense.1", … */
  readonly inFeatures: number;
  readonly outFeatures: number;
  readonly bias: boolean;
  readonly activation: 'identity' | 'tanh';
}

export interface CommonSpec {
  readonly family: string;
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
  /** Most tokens of instruction + text, end token included (sentence_bert_config.json). */
  readonly maxSeqLength: number;
  readonly dense: readonly DenseSpec[];
  /** Whether the folder ends in a Normalize module (INSTRUCTOR's and MiniLM's do). */
  readonly normalize: boolean;
  /** Width of the final vector. */
  readonly dim: number;
}

/** Fields that the modules around the encoder give; all others are config.json's. */
type ModuleField = 'maxSeqLength' | 'dense' | 'normalize' | 'dim';

/** The part of a spec that config.json gives. */
export type ConfigOf<Spec extends CommonSpec> = Spec extends unknown
  ? Omit<Spec, ModuleField>
  : never;

/** Fields that a family adds to the common ones. */
export type OwnOf<Spec extends CommonSpec> = Spec extends unknown
  ? Omit<Spec, keyof CommonSpec>
  : never;
