import { useMemo } from 'react';
import type { SimilarityResult } from '../../state/panels.ts';
import { formatCosine } from '../shared/format.ts';

/** Pairs in the table: a reader wants the closest ones. */
const LIMIT = 200;

/** The pairs, closest first: the matrix for those who read rather than look. */
export function SimilarityTable({ result }: { readonly result: SimilarityResult }) {
  const pairs = useMemo(() => closestPairs(result, LIMIT), [result]);
  return (
    <div className="table-scroll">
      <table className="table">
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
              <td>{result.rows[row]?.text}</td>
              <td>{result.columns[column]?.text}</td>
              <td className="number">{formatCosine(cosine)}</td>
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
  return Array.from(result.values, (cosine, index) => ({
    row: Math.floor(index / width),
    column: index % width,
    cosine,
  }))
    .filter(({ row, column }) => !result.self || row < column)
    .sort((a, b) => b.cosine - a.cosine)
    .slice(0, limit);
}
