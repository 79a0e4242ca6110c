/** How fast a model will be on this device, from how fast the one that runs is: texts a second, seconds of an import. */
import type { Precision } from '../../encoders/quantise.ts';
import type { Device, ModelInfo } from '../../engine/types.ts';
import type { ImportChoice } from '../../importer/types.ts';

/** Of a text that a person would call a sentence or two. */
export const TOKENS_A_TEXT = 25;

/** On WASM, of the speed in int8 (docs/benchmarks.md). On a GPU all compute in fp32. */
const WASM_SPEED: Readonly<Record<Precision, number>> = { int8: 1, fp32: 0.5, int4: 0.35 };
/** Parameters imported in a second on the machine of docs/benchmarks.md (base, large and xl agree within 5 %). */
const REFERENCE_IMPORT: Readonly<Record<Precision, number>> = {
  int8: 8.2e6,
  fp32: 8.2e6,
  int4: 4.1e6,
};
/** Operations a second of that machine on WASM in int8: 149 texts of 22.9 tokens of facet-mini. */
const REFERENCE_OPERATIONS = 72e9;

/** What the running model tells of the device. */
export interface Measured {
  readonly device: Device;
  /** Operations a second, as if in int8. */
  readonly operations: number;
}

export function measured(
  info: Pick<ModelInfo, 'device' | 'precision' | 'layerParameters'> | null,
  tokensPerSecond: number | null,
): Measured | null {
  if (info === null || tokensPerSecond === null) return null;
  const { device, precision, layerParameters } = info;
  const operations = 2 * layerParameters * tokensPerSecond;
  return { device, operations: operations / speedOf(device, precision) };
}

/** Texts of {@link TOKENS_A_TEXT} tokens in a second. */
export function textsPerSecond(choice: ImportChoice, { device, operations }: Measured): number {
  const perText = 2 * choice.layerParameters * TOKENS_A_TEXT;
  return (operations * speedOf(device, choice.precision)) / perText;
}

/** Seconds of an import, the download left out; null on a GPU, whose speed tells nothing: imports compute on the CPU. */
export function importSeconds(
  { precision, parameters }: ImportChoice,
  { device, operations }: Measured,
  share: number,
): number | null {
  if (device === 'webgpu') return null;
  const rate = (REFERENCE_IMPORT[precision] * operations) / REFERENCE_OPERATIONS;
  return (parameters * share) / rate;
}

function speedOf(device: Device, precision: Precision): number {
  return device === 'wasm' ? WASM_SPEED[precision] : 1;
}
