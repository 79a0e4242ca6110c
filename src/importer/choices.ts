/** What each precision of a model takes, from its shapes alone. */

import type { EncoderSpec } from '../encoders/families/index.ts';
import type { Precision } from '../encoders/quantise.ts';
import { largestLayerBytes, weightBytes } from '../model-folder/size.ts';
import type { ImportChoice } from './types.ts';

const MB = 1e6;
/** The runtime, its heap and the tokenizer. */
const BASE_BYTES = 150 * MB;

/** In the order they are offered. */
export function importChoices(
  spec: EncoderSpec,
  precisions: readonly Precision[] = ['int8', 'int4', 'fp32'],
): ImportChoice[] {
  return precisions.map((precision) => {
    const restBytes = weightBytes(spec, precision);
    return {
      precision,
      restBytes,
      // One layer as it is read, as it is computed with, in the runtime's heap, and the next one on its way.
      importMemoryBytes: BASE_BYTES + 6 * largestLayerBytes(spec),
      // Fitted to `npm run bench -- import`: large in int8 takes this much on WASM, base and xl less. The weights are held
      // twice, in the page and on the device, and more than that for a moment.
      runMemoryBytes: BASE_BYTES + 2.5 * restBytes,
    };
  });
}
