/** The worker's side of the analysis: calls run side by side, in slices. */
import { serve } from '../workers/serve.ts';
import { transfer } from '../workers/transfer.ts';
import type { CallContext, ServerPort } from '../workers/types.ts';
import { cluster } from './cluster/kmeans.ts';
import { suggestK } from './cluster/suggest-k.ts';
import { agree } from './compare/agree.ts';
import { align } from './compare/align.ts';
import { compare } from './compare/compare.ts';
import { drive } from './drive.ts';
import { retrieve } from './linear/retrieval.ts';
import { similarity } from './linear/similarity.ts';
import { project } from './project/project.ts';
import type { AnalysisApi } from './protocol.ts';
import type { Steps } from './steps.ts';
import { distinctiveTerms } from './text/terms.ts';

/** Answers what comes through `port`. */
export function serveAnalysis(port: ServerPort): void {
  serve<AnalysisApi>(port, {
    similarity: ({ a, b }, how) => handOver(similarity(a, b), how, (cosines) => [cosines]),
    retrieve: ({ queries, documents, k }, how) =>
      handOver(retrieve(queries, documents, k), how, ({ indices, scores }) => [indices, scores]),
    cluster: ({ embeddings, options }, how) =>
      handOver(cluster(embeddings, options), how, ({ labels }) => [labels]),
    project: ({ embeddings, options }, how) =>
      handOver(project(embeddings, options), how, (coordinates) => [coordinates]),
    compare: ({ from, to, options }, how) =>
      handOver(compare(from, to, options), how, ({ moved, movement, shift }) => [
        moved,
        movement,
        shift,
      ]),
    agree: ({ a, b }, how) => handOver(agree(a, b), how, ({ counts }) => [counts]),
    align: ({ fixed, moving }, how) =>
      handOver(align(fixed, moving), how, ({ coordinates }) => [coordinates]),
    terms: ({ texts, labels, count }, how) => drive(distinctiveTerms(texts, labels, count), how),
    suggestK: ({ embeddings, options }, how) => drive(suggestK(embeddings, options), how),
  });
}

/** @param arrays Those of the result, each of the whole of its buffer. */
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
