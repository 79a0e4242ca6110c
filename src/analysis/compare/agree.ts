import type { Steps } from '../steps.ts';
import { type Agreement, AnalysisError } from '../types.ts';

/** Labels counted between two yields. */
const BLOCK = 1 << 18;

/**
 * Computes how far two labellings of the same texts agree; see `Agreement`. `a` and `b`: Int32Array [count].
 * @throws AnalysisError for labellings of different length.
 */
export function* agree(a: Int32Array, b: Int32Array): Steps<Agreement> {
  if (a.length !== b.length) {
    throw new AnalysisError(
      `The labellings have ${a.length} and ${b.length} labels: pass one label a text in both.`,
    );
  }
  const rows = a.reduce((most, label) => Math.max(most, label), -1) + 1;
  const columns = b.reduce((most, label) => Math.max(most, label), -1) + 1;
  const counts = new Int32Array(rows * columns);
  let texts = 0;
  for (let i = 0; i < a.length; i++) {
    if (i % BLOCK === BLOCK - 1) yield i / a.length;
    if (a[i]! < 0 || b[i]! < 0) continue;
    counts[a[i]! * columns + b[i]!]! += 1;
    texts++;
  }
  return agreementOf({ rows, columns, counts, texts });
}

export type ContingencyTable = Pick<Agreement, 'rows' | 'columns' | 'counts' | 'texts'>;

/** Computes the same from the counts of texts that have each label of `a` and each of `b`. */
export function agreementOf(table: ContingencyTable): Agreement {
  return { ...table, ari: adjustedRand(table), ...information(table) };
}

/** Counts the texts of each label of `a` and of each label of `b`. */
function margins({
  rows,
  columns,
  counts,
}: ContingencyTable): [ofRows: Float64Array, ofColumns: Float64Array] {
  const ofRows = new Float64Array(rows);
  const ofColumns = new Float64Array(columns);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const count = counts[row * columns + column]!;
      ofRows[row]! += count;
      ofColumns[column]! += count;
    }
  }
  return [ofRows, ofColumns];
}

/**
 * Computes the adjusted Rand index from the pairs of texts that are together in both, one or neither (Hubert & Arabie
 * 1985).
 */
function adjustedRand(table: ContingencyTable): number {
  const { texts, counts } = table;
  if (texts === 0) return Number.NaN;
  const [ofRows, ofColumns] = margins(table);
  const both = sumOfSquares(counts) - texts;
  const onlyA = sumOfSquares(ofRows) - texts - both;
  const onlyB = sumOfSquares(ofColumns) - texts - both;
  const neither = texts * (texts - 1) - both - onlyA - onlyB;
  if (onlyA === 0 && onlyB === 0) return 1;
  return (
    (2 * (both * neither - onlyA * onlyB)) /
    ((both + onlyA) * (onlyA + neither) + (both + onlyB) * (onlyB + neither))
  );
}

type Information = Pick<Agreement, 'nmi' | 'homogeneity' | 'completeness' | 'vMeasure'>;

function information(table: ContingencyTable): Information {
  const { rows, columns, counts, texts } = table;
  if (texts === 0) {
    const none = Number.NaN;
    return { nmi: none, homogeneity: none, completeness: none, vMeasure: none };
  }
  const [ofRows, ofColumns] = margins(table);
  const ofA = entropy(ofRows, texts);
  const ofB = entropy(ofColumns, texts);
  let mutual = 0;
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const count = counts[row * columns + column]!;
      if (count === 0) continue;
      const expected = (ofRows[row]! * ofColumns[column]!) / texts;
      mutual += (count / texts) * Math.log(count / expected);
    }
  }
  // Rounding may carry it beyond either bound.
  mutual = Math.max(0, Math.min(mutual, ofA, ofB));
  const homogeneity = ofA === 0 ? 1 : mutual / ofA;
  const completeness = ofB === 0 ? 1 : mutual / ofB;
  const sum = homogeneity + completeness;
  const vMeasure = sum === 0 ? 0 : (2 * homogeneity * completeness) / sum;
  const nmi = ofA === 0 && ofB === 0 ? 1 : mutual / ((ofA + ofB) / 2);
  return { nmi, homogeneity, completeness, vMeasure };
}

/** Computes the entropy, in nats. */
function entropy(sizes: Float64Array, total: number): number {
  let sum = 0;
  for (const size of sizes) if (size > 0) sum -= (size / total) * Math.log(size / total);
  return sum;
}

function sumOfSquares(values: Float64Array | Int32Array): number {
  let sum = 0;
  for (const value of values) sum += value * value;
  return sum;
}
