/** A family of encoders: one object each, in a module of its own, listed in index.ts. */
import type { JsonObject } from '../../checkpoint/json.ts';
import type { ExportedModules } from '../../checkpoint/onnx/names.ts';
import type { TokenizerDefaults } from '../../checkpoint/tokenizer-tokens.ts';
import type { DeclaredTensor } from '../declare.ts';
import type { Layers } from '../layers.ts';
import type { GraphWriter, Value } from '../onnx.ts';
import type { CommonSpec, ConfigOf, OwnOf } from '../spec.ts';

/** Methods take the spec of their own family; `familyOf` (index.ts) gives the right one for any. */
export interface EncoderFamily<Spec extends CommonSpec> {
  /** Name: `model_type` of config.json, and `family` of the spec. */
  readonly name: Spec['family'];
  /** Name for the user. */
  readonly words: string;
  /** Well-known models of the family, for refusals. */
  readonly members: string;
  /** Hugging Face's class of the encoder alone, for advice. */
  readonly modelClass: string;
  /** Tokenizer that transformers uses if the folder names no tokenizer class. */
  readonly tokenizer: TokenizerDefaults;

  /** Reads config.json. @throws CheckpointError naming the field. */
  parseConfig(config: JsonObject): ConfigOf<Spec>;
  /** Reads the family's own fields of a spec that Facet wrote. @throws CheckpointError naming the field. */
  parseOwn(fields: JsonObject): OwnOf<Spec>;
  /** Returns the most tokens that the encoder can read. */
  longest(spec: ConfigOf<Spec>): number;
  /** Returns the tokens that it was trained at, if nothing else limits it. @throws CheckpointError naming the field. */
  trained(spec: ConfigOf<Spec>, config: JsonObject): number;

  /** Prefixes that savers put before the names below, besides the general ones: "bert.". */
  readonly prefixes: readonly string[];
  /** Names of the modules below in ONNX exports. */
  readonly exported: ExportedModules;
  readonly tensors: FamilyTensors<Spec>;
  /** Tensors of the first group that the layers read too. */
  readonly shared: readonly string[];
  /** Lists how a layer's matrices are smoothed, in this order (smooth.ts). */
  smoothing(spec: Spec): readonly Smoothing[];

  /** Inputs of the graph besides ids and masks. */
  readonly inputs: readonly OwnInput<Spec>[];
  readonly graph: FamilyGraph<Spec>;
}

/** Canonical tensors in the checkpoint, by group. */
interface FamilyTensors<Spec extends CommonSpec> {
  /** Declares the embedding table. */
  table(spec: ConfigOf<Spec>): DeclaredTensor;
  /** Declares the other tensors before the first layer. */
  embed(spec: ConfigOf<Spec>): readonly DeclaredTensor[];
  /** @param to "layers.N". @param index N. */
  layer(spec: ConfigOf<Spec>, to: string, index: number): readonly DeclaredTensor[];
  /** Declares the tensors after the last layer, without Dense. */
  last(spec: ConfigOf<Spec>): readonly DeclaredTensor[];
}

/** Place that takes the division of a matrix' input channels; names as in the layer ("qkv", "ffn_norm.weight"). */
type Smoothing = { readonly matrix: string } & (
  | { readonly into: 'norm'; readonly norm: string }
  /** The columns from `first` on of the matrix that makes the channels. */
  | { readonly into: 'columns'; readonly of: string; readonly first: number }
  /** No place: the input is multiplied at run time. */
  | { readonly into: 'input' }
);

/** An int32 input that depends on the length alone. */
interface OwnInput<Spec extends CommonSpec> {
  readonly name: string;
  /** Shape: each dimension is the length of the sequence. */
  readonly shape: readonly 'sequence'[];
  /** Part of the model that reads it. */
  readonly readBy: 'embed' | 'layers';
  /** Makes the values: Int32Array [length] or [length × length]. */
  values(spec: Spec, length: number): Int32Array<ArrayBuffer>;
  /**
   * Computes the same values, int64, within a graph that other programs run.
   * @param positions 0, 1, 2, …: int64 [length].
   */
  computed(graph: GraphWriter, spec: Spec, positions: Value): Value;
}

/** The family's own inputs by name. */
export type OwnValues = Readonly<Record<string, Value>>;

/** Hidden states are [batch, sequence, d_model]. */
interface FamilyGraph<Spec extends CommonSpec> {
  /** Computes hidden states after the last layer from ids and mask [batch, sequence]. */
  encoder(layers: Layers, spec: Spec, ids: Value, attentionMask: Value, own: OwnValues): Value;
  /** Computes parts of the same graph, for one text without padding (stages.ts). */
  embed(layers: Layers, spec: Spec, ids: Value, own: OwnValues): Value;
  layer(layers: Layers, spec: Spec, at: string, hidden: Value, own: OwnValues): Value;
  /** Computes the part after the last layer, before pooling. */
  last(layers: Layers, spec: Spec, hidden: Value): Value;
}
