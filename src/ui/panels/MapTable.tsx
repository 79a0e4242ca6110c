import { useMemo, useState } from 'react';
import type { MapResult } from '../../state/panels.ts';
import { Button } from '../shared/Button.tsx';
import { formatDecimal } from '../shared/format.ts';
import { clusterMembers } from './map-figure.ts';

/** Rows drawn at once: thousands would hold up the page. */
const PAGE = 100;

/** Texts by cluster, with their places on the map. */
export function MapTable({ result }: { readonly result: MapResult }) {
  const rows = useMemo(
    () =>
      clusterMembers(result).flatMap((members, cluster) =>
        members.map((index) => ({ index, cluster })),
      ),
    [result],
  );
  const [shown, setShown] = useState(PAGE);
  return (
    <div className="table-scroll">
      <table className="table">
        <caption className="visually-hidden">Texts by cluster</caption>
        <thead>
          <tr>
            <th scope="col" className="number">
              Cluster
            </th>
            <th scope="col">Text</th>
            <th scope="col" className="number">
              x
            </th>
            <th scope="col" className="number">
              y
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, shown).map(({ index, cluster }) => (
            <tr key={result.items[index]?.id}>
              <td className="number">{cluster + 1}</td>
              <td dir="auto">{result.items[index]?.text}</td>
              <td className="number">{formatDecimal(result.coordinates[2 * index] ?? 0)}</td>
              <td className="number">{formatDecimal(result.coordinates[2 * index + 1] ?? 0)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {rows.length > shown && (
        <Button look="link" onClick={() => setShown(shown + PAGE)}>
          Show {Math.min(PAGE, rows.length - shown)} more of {rows.length - shown}
        </Button>
      )}
    </div>
  );
}
