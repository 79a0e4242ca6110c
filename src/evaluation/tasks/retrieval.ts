/** Tasks of ranked documents: retrieval and reranking. */
import { rowDots } from '../../analysis/linear/dot.ts';
import { topK } from '../../analysis/linear/top-k.ts';
import { WORK_PER_STEP } from '../../analysis/steps.ts';
import { checkSameDim, toRows, type UnitRows } from '../../analysis/validate.ts';
import {
  averagePrecisionAt,
  compareIds,
  type Judgements,
  ndcgAt,
  precisionAt,
  rankHits,
  recallAt,
  reciprocalRankAt,
} from '../measures/ranking.ts';
import { meanOf } from '../measures/statistic.ts';
import { checkCount } from './rows.ts';
import type { Task, TaskScores } from './types.ts';

export interface IdentifiedText {
  readonly id: string;
  readonly text: string;
}

export interface RetrievalData {
  readonly queries: readonly IdentifiedText[];
  readonly documents: readonly IdentifiedText[];
  /** Relevance by query and document. */
  readonly judgements: ReadonlyMap<string, Judgements>;
}

export interface RerankingItem {
  readonly query: string;
  readonly positive: readonly string[];
  readonly negative: readonly string[];
}

/** Ranks at which mteb measures. */
const KS = [1, 3, 5, 10, 20, 100, 1000];
const DEPTH = 1000;

/** Returns the queries that have a relevant document: the units of retrieval. */
export function askedQueries({
  queries,
  judgements,
}: Pick<RetrievalData, 'queries' | 'judgements'>): IdentifiedText[] {
  return queries.filter(({ id }) =>
    [...(judgements.get(id)?.values() ?? [])].some((grade) => grade > 0),
  );
}

/** Returns the queries that have a relevant document: the units of reranking. */
export function rerankedItems(items: readonly RerankingItem[]): RerankingItem[] {
  return items.filter(({ positive }) => positive.length > 0);
}

/**
 * Retrieval as mteb does it: for each query that has a relevant document the 1,000 nearest documents by cosine, ranked as
 * trec_eval ranks; the main measure is nDCG@10. The unit is the query.
 * @throws EvaluationError if no query has a relevant document.
 */
export function retrievalTask({ queries, documents, judgements }: RetrievalData): Task {
  const asked = askedQueries({ queries, judgements });
  checkCount('queries with a relevant document', asked.length, 1);
  // Of equally near documents topK takes the earlier; for trec_eval that is the one whose id comes last.
  const ordered = [...documents].sort((a, b) => compareIds(b.id, a.id));
  const left = queries.length - asked.length;
  return {
    kind: 'retrieval',
    protocol: `Retrieval: ${documents.length} documents ranked by cosine, nDCG@10 (trec_eval), mean over queries.`,
    parts: [
      { role: 'query', texts: asked.map(({ text }) => text) },
      { role: 'document', texts: ordered.map(({ text }) => text) },
    ],
    *score([given, corpus]) {
      const rows = toRows('queries', given!);
      const searched = toRows('documents', corpus!);
      checkSameDim('queries', rows, 'documents', searched);
      const rankings: string[][] = [];
      const cosines = new Float64Array(searched.count);
      const scores = new Float32Array(searched.count);
      const kept = Math.min(DEPTH, searched.count);
      const best = new Int32Array(kept);
      let work = 0;
      for (let query = 0; query < rows.count; query++) {
        rowDots(rows.values, query, searched.values, 0, searched.count, rows.dim, cosines, 0);
        scores.set(cosines);
        topK(scores, kept, best, 0);
        rankings.push(Array.from(best, (document) => ordered[document]!.id));
        work += searched.count * searched.dim;
        if (work < WORK_PER_STEP) continue;
        work = 0;
        yield (query + 1) / rows.count;
      }
      const notes =
        left > 0 ? [`${left} queries have no relevant document and were left out.`] : [];
      return scored(
        'ndcg_at_10',
        asked.map(({ id }) => judgements.get(id)!),
        rankings,
        notes,
      );
    },
  };
}

/**
 * Reranking as mteb does it: each query's own documents ranked by cosine; of equal ones, the irrelevant first. The main
 * measure is MAP. The unit is the query. @throws EvaluationError if no query has a relevant document.
 */
export function rerankingTask(items: readonly RerankingItem[]): Task {
  const asked = rerankedItems(items);
  checkCount('queries with a relevant document', asked.length, 1);
  const documents = asked.map(({ positive, negative }) => [...positive, ...negative]);
  const left = items.length - asked.length;
  return {
    kind: 'reranking',
    protocol:
      'Reranking: each query’s own documents ranked by cosine, mean average precision (trec_eval).',
    parts: [
      { role: 'query', texts: asked.map(({ query }) => query) },
      { role: 'document', texts: documents.flat() },
    ],
    *score([given, own]) {
      const rows = toRows('queries', given!);
      const searched = toRows('documents', own!);
      checkSameDim('queries', rows, 'documents', searched);
      const judged: Judgements[] = [];
      const rankings: string[][] = [];
      let from = 0;
      for (const [query, { positive }] of asked.entries()) {
        const count = documents[query]!.length;
        const cosines = cosinesWith(rows, query, searched, from, count);
        // mteb's ids: in a tie the one that comes last in the alphabet is ranked first.
        const ids = Array.from({ length: count }, (_, i) => {
          const kind = i < positive.length ? 'apositive' : 'negative';
          return `${kind}_${`${i < positive.length ? i : i - positive.length}`.padStart(5, '0')}`;
        });
        judged.push(new Map(ids.map((id, i) => [id, i < positive.length ? 1 : 0])));
        rankings.push(rankHits(ids.map((document, i) => ({ document, score: cosines[i]! }))));
        from += count;
        if (query % 100 === 99) yield query / asked.length;
      }
      const notes =
        left > 0 ? [`${left} queries have no relevant document and were left out.`] : [];
      return scored(`map_at_${DEPTH}`, judged, rankings, notes);
    },
  };
}

function cosinesWith(
  rows: UnitRows,
  query: number,
  searched: UnitRows,
  from: number,
  count: number,
): Float64Array {
  const cosines = new Float64Array(count);
  rowDots(rows.values, query, searched.values, from, from + count, rows.dim, cosines, 0);
  return cosines;
}

function scored(
  main: string,
  judged: readonly Judgements[],
  rankings: readonly (readonly string[])[],
  notes: readonly string[],
): TaskScores {
  const measures: Record<string, number> = {};
  let statistic = meanOf([]);
  const kinds = {
    ndcg: ndcgAt,
    map: averagePrecisionAt,
    recall: recallAt,
    precision: precisionAt,
    mrr: reciprocalRankAt,
  };
  for (const [kind, measure] of Object.entries(kinds)) {
    for (const k of KS) {
      const values = rankings.map((ranked, query) => measure(ranked, judged[query]!, k));
      const name = `${kind}_at_${k}`;
      measures[name] = values.reduce((sum, value) => sum + value, 0) / values.length;
      if (name === main) statistic = meanOf(values);
    }
  }
  return { main, measures, units: { name: 'queries', count: rankings.length, statistic }, notes };
}
