/** Kernels of one thread that give every row's dot product with a query, and the plain exact ranking. */
import { type InferenceSession, Tensor } from 'onnxruntime-web/wasm';
import { rowDots } from '../../src/analysis/linear/dot.ts';
import { finish } from '../../src/analysis/steps.ts';
import { GraphWriter } from '../../src/encoders/onnx.ts';
import type { loadOrt } from '../../src/engine/ort-browser.ts';
import { prepareQuery } from '../../src/search/exact/quantise.ts';
import { Shard } from '../../src/search/exact/shard.ts';
import type { Ranked } from '../../src/search/types.ts';

export interface Contender {
  readonly name: string;
  score(query: Float32Array): Promise<void> | void;
  end?(): Promise<void>;
}

/** Facet's own kernel, with the bounds and the candidates. */
export function intContender(rows: Float32Array, dim: number): Contender {
  const shard = new Shard(rows.length / dim, dim);
  shard.fill(0, rows);
  return {
    name: 'WebAssembly SIMD, int8 × int16',
    score: (query) => void finish(shard.contest([prepareQuery(query, 0, dim)], 10, {})),
  };
}

/** The runtime's product of a query [1 × dim] and the rows [dim × count] as a constant. */
export async function runtimeContender(
  ort: Awaited<ReturnType<typeof loadOrt>>,
  operator: 'MatMul' | 'MatMulInteger',
  rows: Float32Array,
  dim: number,
): Promise<Contender> {
  const count = rows.length / dim;
  const isInt = operator === 'MatMulInteger';
  const columns = isInt ? new Int8Array(rows.length) : new Float32Array(rows.length);
  for (let i = 0; i < count; i++) {
    for (let c = 0; c < dim; c++) {
      const value = rows[i * dim + c]!;
      columns[c * count + i] = isInt ? Math.round(value * 127) : value;
    }
  }
  const graph = new GraphWriter();
  const type = isInt ? 'uint8' : 'float';
  const query = graph.input('query', type, [1, dim]);
  const bytes = new Uint8Array(columns.buffer);
  const weight = graph.weight('rows', isInt ? 'int8' : 'float', [dim, count], bytes);
  const inputs = isInt ? [query, weight, graph.uint8(128)] : [query, weight];
  graph.output('scores', isInt ? 'int32' : 'float', [1, count], graph.op(operator, inputs));
  const { model, external } = graph.finish();
  const session: InferenceSession = await ort.InferenceSession.create(model, {
    executionProviders: ['wasm'],
    externalData: external.map(({ path, data }) => ({ path, data })),
  });
  return {
    name: `ONNX Runtime, ${operator}`,
    async score(values) {
      const shape = [1, dim];
      const query = isInt
        ? new Tensor(
            'uint8',
            Uint8Array.from(values, (x) => Math.round(x * 127) + 128),
            shape,
          )
        : new Tensor('float32', values, shape);
      const { scores } = await session.run({ query });
      scores!.dispose();
    },
    end: () => session.release(),
  };
}

/** Every cosine in float64, as float32; ties go to the lower index. Sees the rows block by block. */
export function plainContender(queries: Float32Array, dim: number, k: number) {
  const asked = unit(queries, dim);
  const count = queries.length / dim;
  const best: { index: number; cosine: number }[][] = Array.from({ length: count }, () => []);
  return {
    see(rows: Float32Array, first: number) {
      const units = unit(rows, dim);
      const own = rows.length / dim;
      const dots = new Float64Array(own);
      for (let q = 0; q < count; q++) {
        rowDots(asked, q, units, 0, own, dim, dots, 0);
        const list = best[q]!;
        for (let i = 0; i < own; i++) {
          const cosine = Math.fround(dots[i]!);
          if (list.length === k && cosine <= list[k - 1]!.cosine) continue;
          let at = list.length;
          while (at > 0 && list[at - 1]!.cosine < cosine) at -= 1;
          list.splice(at, 0, { index: first + i, cosine });
          if (list.length > k) list.pop();
        }
      }
    },
    /** Counts the queries that have the same documents and cosines, in the same order. */
    equal({ indices, scores }: Ranked): number {
      return best.filter((list, q) =>
        list.every(
          ({ index, cosine }, at) => indices[q * k + at] === index && scores[q * k + at] === cosine,
        ),
      ).length;
    },
  };
}

function unit(rows: Float32Array, dim: number): Float64Array {
  const units = new Float64Array(rows);
  for (let from = 0; from < rows.length; from += dim) {
    let squares = 0;
    for (let c = from; c < from + dim; c++) squares += units[c]! * units[c]!;
    const length = Math.sqrt(squares);
    for (let c = from; c < from + dim; c++) units[c]! /= length;
  }
  return units;
}
