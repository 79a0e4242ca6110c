import { useMemo } from 'react';
import { LensName } from '../../app/lenses/LensName.tsx';
import { useDifference } from '../../app/lenses/use-shown-lenses.ts';
import { excerpt } from '../../lib/excerpt.ts';
import { formatChange, formatDecimal } from '../../widgets/format.ts';
import { CutBadge } from '../panel/CutBadge.tsx';
import { TableScroll } from '../panel/TableScroll.tsx';
import { closestPairs, pairsThatMoved } from './pairs.ts';
import type { SimilarityResult } from './result.ts';

/** Most pairs in the table. */
const LIMIT = 100;

/** Lists the pairs as a table: the closest first, or for a difference those that moved most. */
export function SimilarityTable({ result }: { readonly result: SimilarityResult }) {
  const difference = useDifference();
  const [first, second] = result.sides;
  const changes = difference && second !== undefined;
  const pairs = useMemo(
    () => (changes ? pairsThatMoved(result, LIMIT) : closestPairs(result, LIMIT)),
    [result, changes],
  );
  const cosine = (values: Float32Array, row: number, column: number) =>
    values[row * result.columns.length + column] ?? Number.NaN;
  return (
    <TableScroll label="Pairs of texts">
      <table className="table" data-pairs>
        <caption className="visually-hidden">
          {changes
            ? 'Pairs of texts whose cosine changes most, largest change first'
            : 'Pairs of texts by cosine, closest first'}
        </caption>
        <thead>
          <tr>
            <th scope="col">Text of A</th>
            <th scope="col">Text of {result.self ? 'A' : 'B'}</th>
            <th scope="col" className="number">
              {second === undefined ? 'Cosine' : <LensName id={first.lens} />}
            </th>
            {second !== undefined && (
              <th scope="col" className="number">
                <LensName id={second.lens} />
              </th>
            )}
            {changes && (
              <th scope="col" className="number">
                Δ
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {pairs.map(({ row, column }) => {
            const before = cosine(first.values, row, column);
            const after = second === undefined ? before : cosine(second.values, row, column);
            return (
              <tr key={`${row} ${column}`}>
                <td dir="auto">
                  {excerpt(result.rows[row]?.text ?? '')}
                  <CutBadge text={result.rows[row]?.text ?? ''} />
                </td>
                <td dir="auto">
                  {excerpt(result.columns[column]?.text ?? '')}
                  <CutBadge text={result.columns[column]?.text ?? ''} />
                </td>
                <td className="number">{formatDecimal(before)}</td>
                {second !== undefined && <td className="number">{formatDecimal(after)}</td>}
                {changes && <td className="number">{formatChange(after - before)}</td>}
              </tr>
            );
          })}
        </tbody>
      </table>
    </TableScroll>
  );
}
