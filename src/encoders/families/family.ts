/** A family of encoders: one object each, in a module of its own, listed in index.ts. */
import type { JsonObject } from '../../checkpoint/json.ts';
import type { ExportedModules } from '../../checkpoint/onnx/names.ts';
import type { TokenizerDefaults } from '../../checkpoint/tokenizer-tokens.ts';
import type { DeclaredTensor } from '../declare.ts';
import type { Layers } from '../layers.ts';
import type { Value } from '../onnx.ts';
import type { CommonSpec, ConfigOf, OwnOf } from '../spec.ts';

/** Methods take the spec of their own family; `familyOf` (index.ts) gives the right one for any. */
export interface EncoderFamily<Spec extends CommonSpec> {
  /** `model_type` of config.json, and `family` of the spec. */
  readonly name: Spec['family'];
  /** For the user. */
  readonly words: string;
  /** Models that people know it by, for refusals. */
  readonly members: string;
  /** Hugging Face's class of the encoder alone, for advice. */
  readonly modelClass: string;
  /** What transformers takes where the folder names no tokenizer class. */
  readonly tokenizer: TokenizerDefaults;

  /** Reads config.json. @throws CheckpointError naming the field. */
  parseConfig(config: JsonObject): ConfigOf<Spec>;
  /** Reads the family's own fields of a spec that Facet wrote. @throws CheckpointError naming the field. */
  parseOwn(fields: JsonObject): OwnOf<Spec>;
  /** Tokens beyond which the encoder cannot read. */
  longest(spec: ConfigOf<Spec>): number;
  /** Tokens that it was trained at, where nothing else limits it. @throws CheckpointError naming the field. */
  trained(spec: ConfigOf<Spec>, config: JsonObject): number;

  /** What savers put before the names below, besides what they put before any: "bert.". */
  readonly prefixes: readonly string[];
  /** How ONNX exports name the modules below. */
  readonly exported: ExportedModules;
  readonly tensors: FamilyTensors<Spec>;
  /** Tensors of the first group that the layers read too. */
  readonly shared: readonly string[];
  /** How a layer's matrices are smoothed, in this order (smooth.ts). */
  smoothing(spec: Spec): readonly Smoothing[];

  /** Inputs of the graph besides ids and masks. */
  readonly inputs: readonly OwnInput<Spec>[];
  readonly graph: FamilyGraph<Spec>;
}

/** Where a checkpoint has its canonical tensors, by group. */
interface FamilyTensors<Spec extends CommonSpec> {
  /** The embedding table. */
  table(spec: ConfigOf<Spec>): DeclaredTensor;
  /** What else comes before the first layer. */
  embed(spec: ConfigOf<Spec>): readonly DeclaredTensor[];
  /** @param to "layers.N". @param index N. */
  layer(spec: ConfigOf<Spec>, to: string, index: number): readonly DeclaredTensor[];
  /** What comes after the last layer, without Dense. */
  last(spec: ConfigOf<Spec>): readonly DeclaredTensor[];
}

/** Where the division of a matrix' input channels goes; names as in the layer ("qkv", "ffn_norm.weight"). */
type Smoothing = { readonly matrix: string } & (
  | { readonly into: 'norm'; readonly norm: string }
  /** The columns from `first` on of the matrix that makes the channels. */
  | { readonly into: 'columns'; readonly of: string; readonly first: number }
  /** Nowhere: the input is multiplied at run time. */
  | { readonly into: 'input' }
);

/** An int32 input that depends on the length alone. */
interface OwnInput<Spec extends CommonSpec> {
  readonly name: string;
  /** Each dimension is the length of the sequence. */
  readonly shape: readonly 'sequence'[];
  /** What reads it. */
  readonly readBy: 'embed' | 'layers';
  /** Int32Array [length] or [length × length]. */
  values(spec: Spec, length: number): Int32Array<ArrayBuffer>;
}

/** The family's own inputs by name. */
export type OwnValues = Readonly<Record<string, Value>>;

/** Hidden states are [batch, sequence, d_model]. */
interface FamilyGraph<Spec extends CommonSpec> {
  /** Ids and mask [batch, sequence] → hidden states after the last layer. */
  encoder(layers: Layers, spec: Spec, ids: Value, attentionMask: Value, own: OwnValues): Value;
  /** Parts of the same graph, for one text without padding (stages.ts). */
  embed(layers: Layers, spec: Spec, ids: Value, own: OwnValues): Value;
  layer(layers: Layers, spec: Spec, at: string, hidden: Value, own: OwnValues): Value;
  /** What follows the last layer, before pooling. */
  last(layers: Layers, spec: Spec, hidden: Value): Value;
}
