/** Reads the config.json of the modules after the encoder, and checks that their tensors fit it. */
import type { JsonObject } from '../checkpoint/json.ts';
import type { TensorSource } from '../checkpoint/types.ts';
import { CheckpointError } from '../lib/checkpoint-error.ts';
import { checkDenseSize } from './families/bounds.ts';
import type { DenseSpec } from './spec.ts';

const POOLING_PREFIX = 'pooling_mode_';

/**
 * Checks that a Pooling module is the mean over tokens, of the encoder's width.
 * @throws CheckpointError naming the other mode.
 */
export function parsePooling(config: JsonObject, hiddenSize: number): void {
  const widthField = config.has('embedding_dimension')
    ? 'embedding_dimension'
    : 'word_embedding_dimension';
  const width = config.integer(widthField, { min: 1, max: Number.MAX_SAFE_INTEGER });
  if (width !== hiddenSize) {
    config.fail(widthField, width, `the encoder's width, ${hiddenSize}`);
  }
  // sentence-transformers 5 may write the mode's name; all earlier versions write one flag per mode.
  if (config.has('pooling_mode')) {
    config.choice('pooling_mode', { mean: true });
    return;
  }
  for (const field of Object.keys(config.fields)) {
    const isMode = field.startsWith(POOLING_PREFIX) && field !== 'pooling_mode_mean_tokens';
    if (isMode && config.boolean(field, false)) {
      config.fail(field, true, 'mean pooling alone (pooling_mode_mean_tokens)');
    }
  }
  if (!config.boolean('pooling_mode_mean_tokens', true)) {
    config.fail('pooling_mode_mean_tokens', false, 'mean pooling (true)');
  }
}

/** @throws CheckpointError naming the wrong field; `width` is that of the module before. */
export function parseDense(config: JsonObject, width: number): DenseSpec {
  const inFeatures = config.integer('in_features', { min: 1, max: 1 << 20 });
  if (inFeatures !== width) {
    config.fail('in_features', inFeatures, `the width of the module before, ${width}`);
  }
  for (const field of ['module_input_name', 'module_output_name']) {
    config.choice(field, { sentence_embedding: true }, 'sentence_embedding');
  }
  const outFeatures = config.integer('out_features', { min: 1, max: 1 << 20 });
  checkDenseSize(config, inFeatures, outFeatures);
  return {
    inFeatures,
    outFeatures,
    bias: config.boolean('bias', true),
    activation: config.choice<DenseSpec['activation']>(
      'activation_function',
      {
        'torch.nn.modules.linear.Identity': 'identity',
        'torch.nn.modules.activation.Tanh': 'tanh',
      },
      'torch.nn.modules.activation.Tanh',
    ),
  };
}

/** @throws CheckpointError naming the tensor that is missing or of another shape. */
export function checkDense(spec: DenseSpec, weights: TensorSource): void {
  const shapes: [string, number[]][] = [['linear.weight', [spec.outFeatures, spec.inFeatures]]];
  if (spec.bias) shapes.push(['linear.bias', [spec.outFeatures]]);
  for (const [name, wanted] of shapes) {
    const shape = weights.tensors.get(name)?.shape;
    if (shape?.join() === wanted.join()) continue;
    throw new CheckpointError(
      shape === undefined
        ? 'is missing'
        : `has shape [${shape.join(', ')}] where config.json asks for [${wanted.join(', ')}]`,
      { file: weights.name, tensor: name },
    );
  }
}
