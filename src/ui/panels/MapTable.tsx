import { useMemo } from 'react';
import type { MapResult } from '../../state/panels.ts';
import { clusterMembers } from './map-figure.ts';

/** Texts by cluster, with their places on the map. */
export function MapTable({ result }: { readonly result: MapResult }) {
  const rows = useMemo(
    () =>
      clusterMembers(result).flatMap((members, cluster) =>
        members.map((index) => ({ index, cluster })),
      ),
    [result],
  );
  return (
    <div className="table-scroll">
      <table className="table">
        <caption className="visually-hidden">Texts by cluster</caption>
        <thead>
          <tr>
            <th scope="col">Cluster</th>
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
          {rows.map(({ index, cluster }) => (
            <tr key={result.items[index]?.id}>
              <td className="number">{cluster + 1}</td>
              <td>{result.items[index]?.text}</td>
              <td className="number">{result.coordinates[2 * index]?.toFixed(3)}</td>
              <td className="number">{result.coordinates[2 * index + 1]?.toFixed(3)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
