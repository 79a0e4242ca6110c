/**
 * Checks a written ONNX export as another program would run it: from its files, with native ONNX Runtime, against the
 * canary's vectors.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import type { CanaryRow } from '../convert/export-onnx.ts';
import { EXPORTED } from '../encoders/export-graph.ts';
import { agreement, differenceOf } from '../engine/self-check.ts';
import { FileError } from './errors.ts';

/**
 * Limits for a graph whose activations are fp32: kernels differ in the order of their sums. The difference is a value's
 * as a fraction of the vector's length.
 */
const EXACT = { cosine: 0.99999, difference: 2e-5 };
/**
 * Limits for activations in 8 bits: where a sum's last bit differs, now and then one is rounded the other way, and that
 * grows through the layers.
 */
const ROUNDED = { cosine: 0.999, difference: 1e-2 };

export interface OnnxCheck {
  readonly file: string;
  /** Lowest cosine with the stored vectors. */
  readonly cosine: number;
  /** Largest difference of a value, as a fraction of the vector's length. */
  readonly difference: number;
}

/** @param folder Folder with the files. @throws FileError naming the graph whose vectors are not the model's. */
export async function checkOnnx(folder: string): Promise<OnnxCheck[]> {
  const json = async (name: string) => JSON.parse(await readFile(join(folder, name), 'utf8'));
  const { graphs, canary } = await json('facet.json');
  const rows: CanaryRow[] = await json(canary);
  const checks: OnnxCheck[] = [];
  for (const file of new Set<string>([graphs.cpu, graphs.cuda])) {
    // The graph for CUDA computes in fp32 over the stored weights, on any processor.
    const isRounded = file === graphs.cpu && rows.every(({ integer }) => integer !== null);
    checks.push(await checkGraph(folder, file, rows, isRounded));
  }
  return checks;
}

async function checkGraph(
  folder: string,
  file: string,
  rows: readonly CanaryRow[],
  isRounded: boolean,
): Promise<OnnxCheck> {
  const limits = isRounded ? ROUNDED : EXACT;
  // As python/facet_embed does. Processors without VNNI add pairs of products in 16 bits, which overflow: a pass of the
  // extended level avoids that if asked. Weights of the other graph become fp32 when the session is made.
  const how = isRounded
    ? { graphOptimizationLevel: 'extended', extra: { session: { x64quantprecision: '1' } } }
    : { graphOptimizationLevel: 'basic', extra: { session: { disable_quant_qdq: '1' } } };
  const session = await InferenceSession.create(join(folder, file), {
    ...(how as InferenceSession.SessionOptions),
    logSeverityLevel: 3,
  });
  try {
    let check: OnnxCheck = { file, cosine: 1, difference: 0 };
    for (const [at, row] of rows.entries()) {
      const actual = await vectorOf(session, row);
      const stored = Float32Array.from((isRounded ? row.integer : null) ?? row.vector);
      const [cosine, difference] = [agreement(actual, stored), differenceOf(actual, stored)];
      // NaN must fail too, hence not `cosine < …`.
      if (!(cosine >= limits.cosine && difference <= limits.difference)) {
        throw new FileError(
          file,
          `gives other vectors than the model: canary ${at + 1} of ${rows.length} has cosine ${cosine.toFixed(6)} (at least ${limits.cosine}) and differs by ${difference.toExponential(1)} of its length (at most ${limits.difference}). Nothing was exported; please report it`,
        );
      }
      check = {
        file,
        cosine: Math.min(check.cosine, cosine),
        difference: Math.max(check.difference, difference),
      };
    }
    return check;
  } finally {
    await session.release();
  }
}

async function vectorOf(
  session: InferenceSession,
  { ids, masked }: CanaryRow,
): Promise<Float32Array> {
  const tensor = (values: readonly number[]) =>
    new Tensor('int64', BigInt64Array.from(values, BigInt), [1, values.length]);
  const outputs = await session.run({
    [EXPORTED.ids]: tensor(ids),
    [EXPORTED.attentionMask]: tensor(ids.map(() => 1)),
    [EXPORTED.poolingMask]: tensor(ids.map((_, at) => (at < masked ? 0 : 1))),
  });
  return outputs[EXPORTED.output]!.data as Float32Array;
}
