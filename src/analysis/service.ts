/** The worker's side of the analysis: calls run side by side, in slices. */
import { VECTORS_ERRORS, type VectorsApi } from '../vectors/protocol.ts';
import type { VectorSet } from '../vectors/types.ts';
import { Connection } from '../workers/connect.ts';
import { serve } from '../workers/serve.ts';
import { transfer } from '../workers/transfer.ts';
import type { CallContext, ServerPort } from '../workers/types.ts';
import { cluster } from './cluster/kmeans.ts';
import { suggestK } from './cluster/suggest-k.ts';
import { agree } from './compare/agree.ts';
import { align } from './compare/align.ts';
import { compare } from './compare/compare.ts';
import { nearPairs } from './compare/near-pairs.ts';
import { neighbours } from './compare/neighbours.ts';
import { drive } from './drive.ts';
import { meanCosines } from './linear/mean-cosines.ts';
import { similarTo } from './linear/similar-to.ts';
import { similarity } from './linear/similarity.ts';
import { project } from './project/project.ts';
import type { AnalysisApi } from './protocol.ts';
import { RowCache } from './row-cache.ts';
import type { Steps } from './steps.ts';
import { distinctiveTerms } from './text/terms.ts';
import { AnalysisError } from './types.ts';

/** Answers calls that come through `port`. */
export function serveAnalysis(port: ServerPort): void {
  let vectors: Connection<VectorsApi> | null = null;
  const cache = new RowCache(({ rows, count, dim }) => {
    if (vectors === null) throw new AnalysisError('There are no vectors to compute from.');
    return vectors.call('gather', { rows, count, dim });
  });
  const rowsOf = async (name: string, set: VectorSet, { signal }: CallContext<number>) => {
    const rows = await cache.get(name, set);
    signal.throwIfAborted();
    return rows;
  };

  serve<AnalysisApi>(port, {
    connect(rows) {
      vectors = new Connection(rows, { name: 'facet-vectors', errors: VECTORS_ERRORS });
      return undefined;
    },
    async similarity({ a, b }, how) {
      const [left, right] = [await rowsOf('a', a, how), await rowsOf('b', b, how)];
      return handOver(similarity(left, right), how, (cosines) => [cosines]);
    },
    async meanCosines({ set, groups }, how) {
      const rows = await rowsOf('embeddings', set, how);
      return handOver(meanCosines(rows, groups), how, ({ means, typicality }) => [
        means,
        typicality,
      ]);
    },
    async cluster({ set, options }, how) {
      const rows = await rowsOf('embeddings', set, how);
      return handOver(cluster(rows, options), how, ({ assignments }) => [assignments]);
    },
    async project({ set, options }, how) {
      const rows = await rowsOf('embeddings', set, how);
      return handOver(project(rows, options), how, (coordinates) => [coordinates]);
    },
    async compare({ from, to, options }, how) {
      const [before, after] = [await rowsOf('from', from, how), await rowsOf('to', to, how)];
      return handOver(compare(before, after, options), how, ({ moved, movement, shift }) => [
        moved,
        movement,
        shift,
      ]);
    },
    async neighbours({ from, to, index, count }, how) {
      const [before, after] = [await rowsOf('from', from, how), await rowsOf('to', to, how)];
      return drive(neighbours(before, after, { index, count }), how);
    },
    async similarTo({ set, ...asked }, how) {
      const rows = await rowsOf('embeddings', set, how);
      return drive(similarTo(rows, asked), how);
    },
    async nearPairs({ set, least, most }, how) {
      const rows = await rowsOf('embeddings', set, how);
      return handOver(nearPairs(rows, { least, most }), how, ({ a, b, cosines }) => [
        a,
        b,
        cosines,
      ]);
    },
    agree: ({ a, b }, how) => handOver(agree(a, b), how, ({ counts }) => [counts]),
    align: ({ fixed, moving }, how) =>
      handOver(align(fixed, moving), how, ({ coordinates }) => [coordinates]),
    terms: ({ texts, assignments, count }, how) =>
      drive(distinctiveTerms(texts, assignments, count), how),
    async suggestK({ set, options }, how) {
      const rows = await rowsOf('embeddings', set, how);
      return drive(suggestK(rows, options), how);
    },
  });
}

/** @param arrays Arrays of the result, each covering its whole buffer. */
async function handOver<Result>(
  steps: Steps<Result>,
  how: CallContext<number>,
  arrays: (result: Result) => readonly { readonly buffer: ArrayBufferLike }[],
) {
  const result = await drive(steps, how);
  return transfer(
    result,
    arrays(result).map(({ buffer }) => buffer as ArrayBuffer),
  );
}
