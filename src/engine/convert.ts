/**
 * From a checkpoint to a model: canonical tensors, calibration and smoothing, quantisation, and the
 * canary. The same code runs in the page's worker and in `npm run model`.
 */
import type { Checkpoint } from '../checkpoint/sentence-transformers.ts';
import { buildCalibrationGraph, buildGraph } from '../model/build.ts';
import { canonicalTensors } from '../model/canonical.ts';
import type { Canary, Model } from '../model/format.ts';
import { dequantised, type Precision, storedTensors } from '../model/quantise.ts';
import { smoothed } from '../model/smooth.ts';
import type { CanonicalTensor, ModelTensor, ModelTensors } from '../model/tensors.ts';
import { padBatch } from './batch.ts';
import { CALIBRATION_PAIRS, CANARY_PAIRS } from './calibration.ts';
import { GraphSession, type OrtRuntime } from './runner.ts';
import { PairTokeniser } from './tokenise.ts';

export interface ConvertOptions {
  readonly name: string;
  readonly precision: Precision;
  readonly signal?: AbortSignal | undefined;
  /** Fraction done, 0 to 1. */
  readonly onProgress?: ((fraction: number) => void) | undefined;
}

/** @throws CheckpointError for a tensor that is missing or wrong; the signal's reason on cancel. */
export async function convertCheckpoint(
  checkpoint: Checkpoint,
  ort: OrtRuntime,
  { name, precision, signal, onProgress }: ConvertOptions,
): Promise<Model> {
  const { spec, tokenizerJson, tokenizerConfig } = checkpoint;
  const tokeniser = new PairTokeniser(tokenizerJson, tokenizerConfig, spec.maxSeqLength);
  const canonical: CanonicalTensor[] = [];
  for await (const tensor of canonicalTensors(spec, checkpoint, signal)) canonical.push(tensor);
  onProgress?.(0.3);

  let tensors = stored(canonical, 'fp32');
  if (precision === 'int8') {
    const session = await GraphSession.create(
      ort,
      spec,
      buildCalibrationGraph(spec, tensors),
      'wasm',
    );
    const maxima = new Map<string, Float32Array>();
    for (const [index, pair] of CALIBRATION_PAIRS.entries()) {
      signal?.throwIfAborted();
      const batch = padBatch([tokeniser.tokenise(pair)]);
      for (const [matrix, values] of await session.runCalibration(batch)) {
        const known = maxima.get(matrix);
        maxima.set(matrix, known?.map((value, i) => Math.max(value, values[i]!)) ?? values);
      }
      onProgress?.(0.3 + (0.4 * (index + 1)) / CALIBRATION_PAIRS.length);
    }
    await session.release();
    const smooth: CanonicalTensor[] = [];
    for await (const tensor of smoothed(spec, canonical, maxima)) smooth.push(tensor);
    tensors = stored(smooth, 'int8');
  }
  onProgress?.(0.8);

  const session = await GraphSession.create(
    ort,
    spec,
    buildGraph(spec, dequantised(tensors), 'wasm'),
    'wasm',
  );
  const vectors = new Float32Array(CANARY_PAIRS.length * spec.dim);
  for (const [index, pair] of CANARY_PAIRS.entries()) {
    signal?.throwIfAborted();
    vectors.set(await session.run(padBatch([tokeniser.tokenise(pair)])), index * spec.dim);
  }
  await session.release();
  onProgress?.(1);
  const canary: Canary = { pairs: CANARY_PAIRS, vectors };
  return { name, precision, spec, tensors, tokenizerJson, tokenizerConfig, canary };
}

function stored(tensors: readonly CanonicalTensor[], precision: Precision): ModelTensors {
  const result = new Map<string, ModelTensor>();
  for (const tensor of tensors) {
    for (const [name, value] of storedTensors(tensor, precision)) result.set(name, value);
  }
  return result;
}
