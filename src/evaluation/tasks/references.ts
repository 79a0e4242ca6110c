/** Tasks of generated texts with human scores and references: Billboard and summarisation. */
import { rowDots } from '../../analysis/linear/dot.ts';
import type { EmbeddingMatrix } from '../../analysis/types.ts';
import { checkSameDim, toRows } from '../../analysis/validate.ts';
import { EvaluationError } from '../errors.ts';
import { numbered } from '../measures/clusters.ts';
import { pearson, pearsonOf, spearman } from '../measures/correlation.ts';
import { meanOf, measured } from '../measures/statistic.ts';
import { byGroup, checkCount } from './rows.ts';
import type { Task } from './types.ts';

export interface JudgedText {
  readonly generated: string;
  readonly references: readonly string[];
  /** Score given by people. */
  readonly human: number;
}

export interface JudgedSummaries {
  readonly humanSummaries: readonly string[];
  readonly machineSummaries: readonly string[];
  /** Score of each machine summary. */
  readonly relevance: readonly number[];
}

/**
 * Billboard as INSTRUCTOR's evaluation does it (Kasai et al. 2022; evaluation/text_evaluation/main.py): a generated text's
 * score is its highest cosine to a reference; the measure is Pearson's r of these with the human scores. The unit is the
 * group of texts with the same references, because their scores depend on each other.
 * @throws EvaluationError for fewer than three texts, a text without reference, and scores that are not finite.
 */
export function billboardTask(texts: readonly JudgedText[]): Task {
  checkCount('generated texts', texts.length, 3);
  for (const [i, { references, human }] of texts.entries()) {
    if (references.length === 0) {
      throw new EvaluationError(`Text ${i + 1} has no reference; give at least one.`);
    }
    if (!Number.isFinite(human)) {
      throw new EvaluationError(`The human score of text ${i + 1} is ${human}; give a number.`);
    }
  }
  const human = texts.map((text) => text.human);
  const groupOf = numbered(texts.map(({ references }) => JSON.stringify(references)));
  const groups = groupOf.reduce((most, group) => Math.max(most, group), 0) + 1;
  return {
    kind: 'billboard',
    protocol:
      'Billboard: a generated text’s score is its highest cosine to a reference; Pearson’s r with the human scores.',
    parts: [
      { role: 'query', texts: texts.map(({ generated }) => generated) },
      { role: 'query', texts: texts.flatMap(({ references }) => references) },
    ],
    *score([generated, references]) {
      const highest = highestCosines(
        generated!,
        references!,
        texts.map((text) => text.references.length),
      );
      yield 0.9;
      const statistic = pearsonOf(human, highest);
      return {
        main: 'pearson',
        measures: {
          pearson: measured(statistic, texts.length),
          spearman: spearman(human, highest),
        },
        units: {
          name: groups === texts.length ? 'texts' : 'groups of texts with the same references',
          count: groups,
          statistic: byGroup(statistic, groupOf),
        },
        notes: [],
      };
    },
  };
}

/**
 * Summarisation as mteb does it: within each text Spearman's ρ of the machine summaries' highest cosines to a human
 * summary with their scores; the mean over texts. Texts whose summaries all have one score, or one cosine, are left out.
 * The unit is the text.
 * @throws EvaluationError without texts, and for a text without human summaries or with another number of scores.
 */
export function summarisationTask(texts: readonly JudgedSummaries[]): Task {
  checkCount('texts', texts.length, 1);
  for (const [i, { humanSummaries, machineSummaries, relevance }] of texts.entries()) {
    if (humanSummaries.length === 0) {
      throw new EvaluationError(`Text ${i + 1} has no human summary; give at least one.`);
    }
    if (machineSummaries.length !== relevance.length) {
      throw new EvaluationError(
        `Text ${i + 1} has ${machineSummaries.length} machine summaries and ${relevance.length} scores; give one a summary.`,
      );
    }
  }
  const perMachine = texts.flatMap(({ humanSummaries, machineSummaries }) =>
    machineSummaries.map(() => humanSummaries),
  );
  return {
    kind: 'summarisation',
    protocol:
      'Summarisation: Spearman’s ρ, within each text, of the summaries’ highest cosine to a human summary with their scores; mean over texts.',
    parts: [
      { role: 'query', texts: texts.flatMap(({ machineSummaries }) => machineSummaries) },
      { role: 'query', texts: perMachine.flat() },
    ],
    *score([machine, human]) {
      const highest = highestCosines(
        machine!,
        human!,
        perMachine.map((each) => each.length),
      );
      yield 0.9;
      const spearmans: number[] = [];
      const pearsons: number[] = [];
      let from = 0;
      for (const { relevance } of texts) {
        const own = highest.subarray(from, from + relevance.length);
        from += relevance.length;
        if (new Set(relevance).size < 2 || new Set(own).size < 2) continue;
        spearmans.push(spearman(relevance, own));
        pearsons.push(pearson(relevance, own));
      }
      const left = texts.length - spearmans.length;
      const mean = (values: readonly number[]) => measured(meanOf(values), values.length);
      return {
        main: 'cosine_spearman',
        measures: {
          pearson: mean(pearsons),
          spearman: mean(spearmans),
          cosine_pearson: mean(pearsons),
          cosine_spearman: mean(spearmans),
        },
        units: { name: 'texts', count: spearmans.length, statistic: meanOf(spearmans) },
        notes:
          left > 0 ? [`${left} texts whose summaries are all of one score were left out.`] : [],
      };
    },
  };
}

/** Finds the highest cosine of each row of `texts` with its own `counts[i]` rows of `references`, which lie in order. */
function highestCosines(
  texts: EmbeddingMatrix,
  references: EmbeddingMatrix,
  counts: readonly number[],
): Float64Array {
  const rows = toRows('generated texts', texts);
  const others = toRows('references', references);
  checkSameDim('generated texts', rows, 'references', others);
  let from = 0;
  return Float64Array.from(counts, (count, i) => {
    const cosines = new Float64Array(count);
    rowDots(rows.values, i, others.values, from, from + count, rows.dim, cosines, 0);
    from += count;
    return Math.max(...cosines);
  });
}
