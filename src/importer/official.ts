/**
 * The three published INSTRUCTOR models (Su et al. 2022), so that the page can show their sizes before it
 * asks the hub for anything. Only shapes stand here, from their `config.json` files and `2_Dense`; an
 * import reads the repository's own. choices.ts and size.ts compute sizes from them; the hub stores the
 * weights in fp32, 4 bytes each.
 */

import type { T5Spec } from '../encoders/families/t5.ts';
import { parameterCount } from '../model-folder/size.ts';
import { importChoices } from './choices.ts';
import type { ImportChoice } from './types.ts';

export interface OfficialModel {
  readonly id: string;
  readonly layers: number;
  readonly dim: number;
  readonly parameters: number;
  /** Bytes to read from the hub. */
  readonly sourceBytes: number;
  readonly choices: readonly ImportChoice[];
}

type Shapes = Pick<T5Spec, 'hiddenSize' | 'layers' | 'heads' | 'headSize' | 'feedForwardSize'>;

export const OFFICIAL_MODELS: readonly OfficialModel[] = [
  official('hkunlp/instructor-base', {
    hiddenSize: 768,
    layers: 12,
    heads: 12,
    headSize: 64,
    feedForwardSize: 3072,
  }),
  official('hkunlp/instructor-large', {
    hiddenSize: 1024,
    layers: 24,
    heads: 16,
    headSize: 64,
    feedForwardSize: 4096,
  }),
  official('hkunlp/instructor-xl', {
    hiddenSize: 1024,
    layers: 24,
    heads: 32,
    headSize: 128,
    feedForwardSize: 16384,
  }),
];

function official(id: string, shapes: Shapes): OfficialModel {
  const dim = 768;
  const spec: T5Spec = {
    ...shapes,
    family: 't5',
    vocabSize: 32128,
    relativeAttentionBuckets: 32,
    relativeAttentionMaxDistance: 128,
    activation: 'relu',
    gated: false,
    normEpsilon: 1e-6,
    maxSeqLength: 512,
    dense: [
      { inFeatures: shapes.hiddenSize, outFeatures: dim, bias: false, activation: 'identity' },
    ],
    normalize: true,
    dim,
  };
  const parameters = parameterCount(spec);
  return {
    id,
    layers: shapes.layers,
    dim,
    parameters,
    sourceBytes: 4 * parameters,
    choices: importChoices(spec),
  };
}
