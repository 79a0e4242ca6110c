import type { Steps } from '../steps.ts';
import { AnalysisError, type ClusterTerm } from '../types.ts';
import { checkInteger } from '../validate.ts';
import { stopWordsFor } from './stop-words.ts';
import { wordsOf } from './words.ts';

/** Words counted between two yields. */
const WORDS = 2000;

/**
 * Finds the `count` terms that set each cluster apart, best first: class-based TF-IDF, the share of the term among the
 * words of its cluster times ln(1 + A / f), where f is its frequency in all clusters and A the mean number of words of
 * a cluster (Grootendorst 2022, BERTopic; A is cut to an integer as there). Stop words do not count. Returns one list a
 * cluster, from 0 to the largest.
 * @throws AnalysisError for count < 1 or more or fewer assignments than texts.
 */
export function* distinctiveTerms(
  texts: readonly string[],
  assignments: Int32Array,
  count: number,
): Steps<ClusterTerm[][]> {
  checkInteger('count', count, 1);
  if (texts.length !== assignments.length) {
    throw new AnalysisError(
      `There are ${texts.length} texts and ${assignments.length} assignments: pass one assignment a text.`,
    );
  }
  const clusters = assignments.reduce((most, cluster) => Math.max(most, cluster), -1) + 1;
  const { ofClusters, total, spellings } = yield* countWords(texts, assignments, clusters);
  const stopWords = stopWordsFor(total);
  const sizes = ofClusters.map((words) => {
    let size = 0;
    for (const [word, times] of words) if (!stopWords.has(word)) size += times;
    return size;
  });
  const mean = Math.trunc(sizes.reduce((sum, size) => sum + size, 0) / clusters);
  return ofClusters.map((words, cluster) =>
    [...words]
      .filter(([word]) => !stopWords.has(word))
      .map(([word, times]) => ({
        term: commonest(spellings.get(word)!),
        weight: (times / sizes[cluster]!) * Math.log(1 + mean / total.get(word)!),
      }))
      .sort((a, b) => b.weight - a.weight)
      .slice(0, count),
  );
}

interface Counted {
  /** Occurrences of each word in each cluster, in the order of first occurrence. */
  readonly ofClusters: readonly Map<string, number>[];
  /** Occurrences of each word in all clusters. */
  readonly total: Map<string, number>;
  /** Frequency of each spelling, by word. */
  readonly spellings: ReadonlyMap<string, Map<string, number>>;
}

function* countWords(
  texts: readonly string[],
  assignments: Int32Array,
  clusters: number,
): Steps<Counted> {
  const ofClusters = Array.from({ length: clusters }, () => new Map<string, number>());
  const total = new Map<string, number>();
  const spellings = new Map<string, Map<string, number>>();
  let words = 0;
  for (const [i, text] of texts.entries()) {
    const own = ofClusters[assignments[i]!];
    if (own === undefined) continue;
    for (const { key, spelling } of wordsOf(text)) {
      add(own, key);
      add(total, key);
      const known = spellings.get(key) ?? new Map<string, number>();
      spellings.set(key, known);
      add(known, spelling);
      words++;
      if (words % WORDS === 0) yield i / texts.length;
    }
  }
  return { ofClusters, total, spellings };
}

function add(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

/** Returns the commonest spelling; of equals, the first met. */
function commonest(spellings: ReadonlyMap<string, number>): string {
  let best = '';
  let most = 0;
  for (const [spelling, times] of spellings) {
    if (times > most) {
      most = times;
      best = spelling;
    }
  }
  return best;
}
