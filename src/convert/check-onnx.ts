/**
 * Checks a written ONNX export against its canary's vectors: from its own files, by a runtime that the caller brings.
 */
import type { InferenceSession, Tensor } from 'onnxruntime-web';
import { EXPORTED } from '../encoders/export-graph.ts';
import { agreement, differenceOf } from '../engine/self-check.ts';
import { type CanaryRow, ONNX_MANIFEST_FILE } from './export-onnx.ts';

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

/** A written export, and the runtime that opens it. */
export interface WrittenOnnx {
  text(file: string): Promise<string>;
  /** @param isRounded Whether the graph's activations are in 8 bits. */
  open(file: string, isRounded: boolean): Promise<InferenceSession>;
  tensor(data: BigInt64Array, dims: readonly number[]): Tensor;
  /** Makes the error for a graph that gives other vectors. */
  fail(file: string, reason: string): Error;
}

/** Checks each graph of an export. @throws what `fail` makes. */
export async function checkOnnxFiles(written: WrittenOnnx): Promise<OnnxCheck[]> {
  const { graphs, canary } = JSON.parse(await written.text(ONNX_MANIFEST_FILE));
  const rows: CanaryRow[] = JSON.parse(await written.text(canary));
  const checks: OnnxCheck[] = [];
  for (const file of new Set<string>([graphs.cpu, graphs.cuda])) {
    // The graph for CUDA computes in fp32 over the stored weights, on any processor.
    const isRounded = file === graphs.cpu && rows.every(({ integer }) => integer !== null);
    const session = await written.open(file, isRounded);
    try {
      checks.push(await checkGraph(written, session, { file, rows, isRounded }));
    } finally {
      await session.release();
    }
  }
  return checks;
}

async function checkGraph(
  { tensor, fail }: WrittenOnnx,
  session: InferenceSession,
  {
    file,
    rows,
    isRounded,
  }: {
    readonly file: string;
    readonly rows: readonly CanaryRow[];
    readonly isRounded: boolean;
  },
): Promise<OnnxCheck> {
  const limits = isRounded ? ROUNDED : EXACT;
  let check: OnnxCheck = { file, cosine: 1, difference: 0 };
  for (const [at, { ids, masked, integer, vector }] of rows.entries()) {
    const feed = (values: readonly number[]) =>
      tensor(BigInt64Array.from(values, BigInt), [1, values.length]);
    const outputs = await session.run({
      [EXPORTED.ids]: feed(ids),
      [EXPORTED.attentionMask]: feed(ids.map(() => 1)),
      [EXPORTED.poolingMask]: feed(ids.map((_, token) => (token < masked ? 0 : 1))),
    });
    const actual = outputs[EXPORTED.output]!.data as Float32Array;
    const stored = Float32Array.from((isRounded ? integer : null) ?? vector);
    const [cosine, difference] = [agreement(actual, stored), differenceOf(actual, stored)];
    // NaN must fail too, hence not `cosine < …`.
    if (!(cosine >= limits.cosine && difference <= limits.difference)) {
      throw fail(
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
}
