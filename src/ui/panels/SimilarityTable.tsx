import { useMemo } from 'react';
import type { SimilarityResult } from '../../state/panels.ts';
import { formatDecimal } from '../shared/format.ts';

/** Pairs in the table: a reader wants the closest ones. */
const LIMIT = 100;

/** The pairs, closest first: the matrix for those who read rather than look. */
export function SimilarityTable({ result }: { readonly result: SimilarityResult }) {
  const pairs = useMemo(() => closestPairs(result, LIMIT), [result]);
  return (
    <div className="table-scroll">
      <table className="table" data-pairs>
        <caption className="visually-hidden">Pairs of texts by cosine, closest first</caption>
        <thead>
          <tr>
            <th scope="col">Text of A</th>
            <th scope="col">Text of {result.self ? 'A' : 'B'}</th>
            <th scope="col" className="number">
              Cosine
            </th>
          </tr>
        </thead>
        <tbody>
          {pairs.map(({ row, column, cosine }) => (
            <tr key={`${row} ${column}`}>
              <td dir="auto">{result.rows[row]?.text}</td>
              <td dir="auto">{result.columns[column]?.text}</td>
              <td className="number">{formatDecimal(cosine)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** The `limit` pairs of greatest cosine; of A × A each pair once and none with itself. */
export function closestPairs(result: SimilarityResult, limit: number) {
  const width = result.columns.length;
  const { values, self } = result;
  const indices = Uint32Array.from(values.keys()).filter(
    (index) => !self || Math.floor(index / width) < index % width,
  );
  // Sorted as numbers, not as objects: a matrix of 200 by 200 has 40,000 pairs.
  return Array.from(
    indices.sort((a, b) => (values[b] ?? 0) - (values[a] ?? 0)).subarray(0, limit),
    (index) => ({
      row: Math.floor(index / width),
      column: index % width,
      cosine: values[index] ?? 0,
    }),
  );
}
