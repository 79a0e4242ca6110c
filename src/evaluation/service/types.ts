/** What the page asks of the evaluation's worker, and what comes back: plain data. */
import type { NamedInstruction } from '../compare/null-rows.ts';
import type { Reported, ReportedRow } from '../compare/results.ts';
import type { NamedData } from '../formats/rows.ts';
import type { SearchSpace } from '../search/candidates.ts';
import type { Round } from '../search/halving.ts';

/** A file of a set, by its path in the chosen folder. */
export interface GivenFile {
  readonly path: string;
  readonly content: Blob;
}

/** Which task to score, under which instructions. */
export interface EvaluationOrder {
  readonly data: NamedData;
  readonly instructions: readonly NamedInstruction[];
  /** Instructions to search; the best of them runs along. Null for none. */
  readonly search: (SearchSpace & { readonly document: string | null }) | null;
  readonly resamples: number;
  readonly permutations: number;
  readonly seed: number;
}

/** Which instruction to score in other wordings, on which task. */
export interface WordingsOrder {
  readonly data: NamedData;
  readonly instruction: NamedInstruction;
  /** Whether to score on the half of the data that a search with the same seed never saw. */
  readonly unseenHalf: boolean;
  readonly resamples: number;
  readonly permutations: number;
  readonly seed: number;
}

/** A row, with what each unit contributes to its score. */
export interface ResultRow extends ReportedRow {
  /**
   * Float64Array [units]: the unit's own score where the measure is a mean; else its jackknife pseudo-value. Null where there
   * are too many units to tell.
   */
  readonly contributions: Float64Array<ArrayBuffer> | null;
}

/** What a search found: `rows[0]` of its result is the instruction. */
export interface SearchReport {
  /** Score on the half that chose it. */
  readonly chosenAt: number;
  readonly rounds: readonly Round[];
}

export interface TaskResult extends Omit<Reported, 'rows'> {
  readonly rows: readonly ResultRow[];
  readonly search: SearchReport | null;
  /** Wording of each unit; null where it cannot be told. */
  readonly unitTexts: readonly string[] | null;
}

export interface EvaluationProgress {
  /** "Searching", "Scoring" or "Comparing", and under which instruction; empty for all. */
  readonly step: 'searching' | 'scoring' | 'comparing';
  readonly instruction: string;
  /** Work done, 0 to 1. */
  readonly fraction: number;
}

/** Rows of the store of vectors. */
export interface EncodedRows {
  /** Number of each text's row: Uint32Array [texts]. */
  readonly rows: Uint32Array<ArrayBuffer>;
  readonly dim: number;
}
