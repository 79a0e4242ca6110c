import { useMemo, useState } from 'react';
import { LensName } from '../../app/lenses/LensName.tsx';
import { excerpt } from '../../lib/excerpt.ts';
import { Button } from '../../widgets/Button.tsx';
import { formatDecimal } from '../../widgets/format.ts';
import { CutBadge } from '../panel/CutBadge.tsx';
import { TableScroll } from '../panel/TableScroll.tsx';
import { clusterNames } from './cluster-name.ts';
import { shownValues } from './colouring.ts';
import type { MapData } from './data.ts';
import { clusterMembers } from './figure.ts';
import type { MapResult } from './result.ts';
import { useColouring } from './use-colouring.ts';

/** Rows drawn at once: thousands would hold up the page. */
const PAGE = 100;

/** Lists texts by cluster under the first lens, with their places on its map, their second cluster, and what colours the map. */
export function MapTable({ result, data }: { readonly result: MapResult; readonly data: MapData }) {
  const { items, sides } = result;
  const { colouring } = useColouring(result, data);
  const values = useMemo(() => shownValues(colouring), [colouring]);
  const [first, second] = sides;
  const rows = useMemo(
    () =>
      clusterMembers(first.clusters).flatMap((members, cluster) =>
        members.map((index) => ({ index, cluster })),
      ),
    [first],
  );
  const names = useMemo(
    () => sides.map((side) => (side === undefined ? [] : clusterNames(side))),
    [sides],
  );
  const labelled = items.some(({ label }) => label !== undefined);
  const [shown, setShown] = useState(PAGE);
  return (
    <TableScroll label="Texts by cluster">
      <table className="table">
        <caption className="visually-hidden">Texts by cluster</caption>
        <thead>
          <tr>
            <th scope="col">Cluster{second !== undefined && <LensName id={first.lens} />}</th>
            {second !== undefined && (
              <th scope="col">
                Cluster
                <LensName id={second.lens} />
              </th>
            )}
            <th scope="col">Text</th>
            {labelled && <th scope="col">Label</th>}
            {values.map(({ name, side }) => (
              <th key={side} scope="col" data-testid="value-head">
                <bdi>{name}</bdi>
                {side !== null && <LensName id={sides[side]!.lens} />}
              </th>
            ))}
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
            <tr key={items[index]?.id}>
              <td dir="auto">{names[0]?.[cluster]}</td>
              {second !== undefined && (
                <td dir="auto">{names[1]?.[second.clusters.assignments[index] ?? 0]}</td>
              )}
              <td dir="auto">
                {excerpt(items[index]?.text ?? '')}
                <CutBadge text={items[index]?.text ?? ''} />
              </td>
              {labelled && <td dir="auto">{items[index]?.label}</td>}
              {values.map(({ side, of }) => (
                <td key={side} dir="auto">
                  {of(index)}
                </td>
              ))}
              <td className="number">{formatDecimal(first.coordinates[2 * index] ?? 0)}</td>
              <td className="number">{formatDecimal(first.coordinates[2 * index + 1] ?? 0)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {rows.length > shown && (
        <Button look="link" onClick={() => setShown(shown + PAGE)}>
          Show {Math.min(PAGE, rows.length - shown)} more of {rows.length - shown}
        </Button>
      )}
    </TableScroll>
  );
}
