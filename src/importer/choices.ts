/** Computes the bytes and memory that each precision of a model takes, from its shapes alone. */

import type { EncoderSpec } from '../encoders/families/index.ts';
import type { Precision } from '../encoders/quantise.ts';
import {
  largestLayerBytes,
  layerParameters,
  parameterCount,
  weightBytes,
} from '../model-folder/size.ts';
import type { ImportChoice } from './types.ts';

const MB = 1e6;
/** Bytes of the runtime, its heap and the tokenizer. */
const BASE_BYTES = 150 * MB;

/** Bytes of the same in an import, which runs each layer. */
const IMPORT_BYTES = 225 * MB;

/** Makes the choices in the order in which they are offered. */
export function importChoices(
  spec: EncoderSpec,
  precisions: readonly Precision[] = ['int8', 'int4', 'fp32'],
): ImportChoice[] {
  return precisions.map((precision) => {
    const restBytes = weightBytes(spec, precision);
    return {
      precision,
      restBytes,
      parameters: parameterCount(spec),
      layerParameters: layerParameters(spec),
      // Fitted to the peaks of base, large and xl in docs/benchmarks.md. The embedding table is never whole in memory.
      importMemoryBytes: IMPORT_BYTES + 2.7 * largestLayerBytes(spec),
      // Fitted to `npm run bench -- import`: large in int8 takes this much on WASM, base and xl less.
      // The page and the device each hold the weights, and for a moment there are more copies.
      runMemoryBytes: BASE_BYTES + 2.5 * restBytes,
    };
  });
}
