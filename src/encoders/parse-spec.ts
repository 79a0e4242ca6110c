/** Reads a spec that Facet wrote into a model's manifest, with its own field names. */
import { JsonObject } from '../checkpoint/json.ts';
import { checkDenseSize, checkSizes, SIZE } from './families/bounds.ts';
import { type EncoderSpec, FAMILY_NAMES, familyOf } from './families/index.ts';
import type { CommonSpec, DenseSpec } from './spec.ts';

/** @throws CheckpointError naming the missing or wrong field. */
export function parseSpec(spec: JsonObject): EncoderSpec {
  const dense: unknown = spec.fields.dense;
  if (!Array.isArray(dense)) return spec.fail('dense', dense, 'a list');
  const common: Omit<CommonSpec, 'family'> = {
    vocabSize: spec.integer('vocabSize', SIZE),
    hiddenSize: spec.integer('hiddenSize', SIZE),
    layers: spec.integer('layers', { min: 1, max: 1024 }),
    heads: spec.integer('heads', SIZE),
    headSize: spec.integer('headSize', SIZE),
    feedForwardSize: spec.integer('feedForwardSize', SIZE),
    normEpsilon: spec.number('normEpsilon', { min: 0, max: 1 }),
    maxSeqLength: spec.integer('maxSeqLength', { min: 2, max: 2 ** 20 }),
    dense: dense.map((module): DenseSpec => {
      const fields = new JsonObject(spec.file, module);
      checkDenseSize(
        fields,
        fields.integer('inFeatures', SIZE),
        fields.integer('outFeatures', SIZE),
      );
      return {
        inFeatures: fields.integer('inFeatures', SIZE),
        outFeatures: fields.integer('outFeatures', SIZE),
        bias: fields.boolean('bias'),
        activation: fields.choice('activation', { identity: 'identity', tanh: 'tanh' }),
      };
    }),
    normalize: spec.boolean('normalize'),
    dim: spec.integer('dim', SIZE),
  };
  checkSizes(spec, common);
  const family = spec.choice('family', FAMILY_NAMES);
  // The compiler does not know that a family's own fields belong to its name.
  return { ...common, family, ...familyOf({ family }).parseOwn(spec) } as EncoderSpec;
}
