import { useMemo } from 'react';
import { LensName } from '../../app/lenses/LensName.tsx';
import { useDifference } from '../../app/lenses/use-shown-lenses.ts';
import { Button } from '../../widgets/Button.tsx';
import { formatChange, formatDecimal } from '../../widgets/format.ts';
import { TableScroll } from '../panel/TableScroll.tsx';
import { closestClusters } from './cluster-pairs.ts';
import type { MatrixLine } from './lines.ts';
import type { ClusterSimilarity } from './result.ts';
import style from './style.module.css';

/** Most pairs of clusters in the table. */
const LIMIT = 100;

/** Lists the pairs of clusters, the closest first or those that moved most; each leads to its texts. */
export function ClusterTable({ result }: { readonly result: ClusterSimilarity }) {
  const difference = useDifference();
  const [first, second] = result.sides;
  const changes = difference && second !== undefined;
  const pairs = useMemo(() => closestClusters(result, changes, LIMIT), [result, changes]);
  return (
    <TableScroll label="Pairs of clusters">
      <table className="table" data-pairs>
        <caption className="visually-hidden">
          {changes
            ? 'Pairs of clusters whose mean cosine changes most, largest change first'
            : 'Pairs of clusters by mean cosine, closest first'}
        </caption>
        <thead>
          <tr>
            <th scope="col">Cluster, texts of A</th>
            <th scope="col">Cluster, texts of {result.self ? 'A' : 'B'}</th>
            <th scope="col" className="number">
              {second === undefined ? 'Mean cosine' : <LensName id={first.lens} />}
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
            <th scope="col">Texts</th>
          </tr>
        </thead>
        <tbody>
          {pairs.map(({ row, column, before, after }) => (
            <tr key={`${row} ${column}`}>
              <ClusterCell line={result.rows[row]!} />
              <ClusterCell line={result.columns[column]!} />
              <td className="number">{formatDecimal(before)}</td>
              {second !== undefined && <td className="number">{formatDecimal(after)}</td>}
              {changes && <td className="number">{formatChange(after - before)}</td>}
              <td>
                <Button look="link" onClick={() => result.open(row, column)}>
                  Show
                  <span className="visually-hidden">
                    {' '}
                    the texts of {result.rows[row]!.text} and {result.columns[column]!.text}
                  </span>
                </Button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableScroll>
  );
}

function ClusterCell({ line: { text, texts } }: { readonly line: MatrixLine }) {
  return (
    <td dir="auto">
      {text} <span className={style.size}>{texts.length.toLocaleString('en')}</span>
    </td>
  );
}
