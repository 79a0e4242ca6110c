/** Which tensors an encoder has: their names in Hugging Face's T5EncoderModel and BertModel, which exports keep. */
import type { EncoderConfig } from '../encoder-config.ts';

/** Names that must be there; of several on one line, one. */
export function encoderTensorNames(config: EncoderConfig): readonly (readonly string[])[] {
  return config.family === 't5' ? t5Names(config) : bertNames(config.layers);
}

function t5Names({ layers, gated }: { layers: number; gated: boolean }): string[][] {
  const names = [
    ['shared.weight', 'encoder.embed_tokens.weight'],
    ['encoder.block.0.layer.0.SelfAttention.relative_attention_bias.weight'],
    ['encoder.final_layer_norm.weight'],
  ];
  const feedForward = gated ? ['wi_0', 'wi_1', 'wo'] : ['wi', 'wo'];
  for (let i = 0; i < layers; i++) {
    const block = `encoder.block.${i}`;
    for (const part of [
      'layer.0.layer_norm',
      ...['q', 'k', 'v', 'o'].map((matrix) => `layer.0.SelfAttention.${matrix}`),
      'layer.1.layer_norm',
      ...feedForward.map((matrix) => `layer.1.DenseReluDense.${matrix}`),
    ]) {
      names.push([`${block}.${part}.weight`]);
    }
  }
  return names;
}

function bertNames(layers: number): string[][] {
  const modules = ['embeddings.LayerNorm'];
  for (let i = 0; i < layers; i++) {
    for (const part of [
      ...['query', 'key', 'value'].map((matrix) => `attention.self.${matrix}`),
      'attention.output.dense',
      'attention.output.LayerNorm',
      'intermediate.dense',
      'output.dense',
      'output.LayerNorm',
    ]) {
      modules.push(`encoder.layer.${i}.${part}`);
    }
  }
  return [
    ...['word', 'position', 'token_type'].map((table) => [`embeddings.${table}_embeddings.weight`]),
    ...modules.flatMap((name) => [[`${name}.weight`], [`${name}.bias`]]),
  ];
}

/**
 * The part of a tensor's or module's name that all exports of an encoder share: behind whatever wrapped it
 * ("0.auto_model.", "bert."), and with the "encoder." that a T5Stack lacks which was exported alone. Null for
 * a name that is of no such module.
 */
export function encoderName(name: string): string | null {
  if (/^(block\.\d+\.|final_layer_norm|embed_tokens)/.test(name)) return `encoder.${name}`;
  return /(?:^|\.)((?:shared|encoder|embeddings)(?:\.|$).*)$/s.exec(name)?.[1] ?? null;
}

/** The module that a node is of: exports name nodes by it, "/encoder/block.0/layer.0/SelfAttention/q/MatMul". */
export function moduleOf(nodeName: string): string | null {
  const parts = nodeName.split('/');
  // Without a slash in front, names are no paths: "MatMul_12", "node_linear_3".
  if (parts.length < 3 || parts[0] !== '') return null;
  const module = encoderName(parts.slice(1, -1).join('.'));
  // T5's token table belongs to the model, and is called from the encoder.
  return module !== null && /(^|\.)(shared|embed_tokens)$/.test(module) ? 'shared' : module;
}
