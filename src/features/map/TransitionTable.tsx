import { useStore } from 'zustand';
import type { Agreement } from '../../analysis/types.ts';
import { LensName } from '../../app/lenses/LensName.tsx';
import type { PlacedText } from '../../app/results.ts';
import { highlight, hover, togglePin } from '../../app/view.ts';
import { ClusterMark } from './ClusterMark.tsx';
import { clusterName } from './cluster-name.ts';
import type { MapSide } from './result.ts';
import style from './style.module.css';

/** Shows which cluster moved where: a row for each cluster of the first lens, a column for the second's. */
export function TransitionTable({
  items,
  from,
  to,
  moves: { rows, columns, counts },
}: {
  readonly items: readonly PlacedText[];
  readonly from: MapSide;
  readonly to: MapSide;
  readonly moves: Agreement;
}) {
  const pinned = useStore(highlight, (state) => state.pinned);
  const size = (cells: readonly number[]) =>
    cells.reduce((sum, cell) => sum + (counts[cell] ?? 0), 0);
  const rowCells = (row: number) => range(columns).map((column) => row * columns + column);
  const columnCells = (column: number) => range(rows).map((row) => row * columns + column);
  const shownRows = range(rows).filter((row) => size(rowCells(row)) > 0);
  const shownColumns = range(columns).filter((column) => size(columnCells(column)) > 0);
  const textsOf = (row: number, column: number) =>
    items
      .filter(
        (_, i) => from.clusters.assignments[i] === row && to.clusters.assignments[i] === column,
      )
      .map(({ text }) => text);
  return (
    <div className={style.transitions}>
      <table data-testid="transitions">
        <caption>
          <span>
            Rows <LensName id={from.lens} />
          </span>
          <span>
            Columns <LensName id={to.lens} />
          </span>
        </caption>
        <thead>
          <tr>
            <td />
            {shownColumns.map((column) => (
              <th key={column} scope="col">
                <Name side={to} cluster={column} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {shownRows.map((row) => (
            <tr key={row}>
              <th scope="row">
                <Name side={from} cluster={row} />
              </th>
              {shownColumns.map((column) => {
                const count = counts[row * columns + column] ?? 0;
                const share = count / Math.max(1, size(rowCells(row)));
                if (count === 0) return <td key={column}>0</td>;
                const texts = textsOf(row, column);
                return (
                  <td key={column}>
                    <button
                      type="button"
                      style={{
                        background: `color-mix(in srgb, var(--accent) ${Math.round(share * 40)}%, transparent)`,
                      }}
                      aria-pressed={
                        pinned.length === texts.length &&
                        texts.every((text) => pinned.includes(text))
                      }
                      aria-label={`${count} from ${nameOf(from, row)} to ${nameOf(to, column)}`}
                      onMouseEnter={() => hover(texts)}
                      onMouseLeave={() => hover([])}
                      onFocus={() => hover(texts)}
                      onBlur={() => hover([])}
                      onClick={() => togglePin(texts)}
                    >
                      {count}
                    </button>
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** Names a cluster by its mark and its terms. */
function Name({ side, cluster }: { readonly side: MapSide; readonly cluster: number }) {
  const name = nameOf(side, cluster);
  return (
    <span className={style.name} title={name}>
      <ClusterMark cluster={cluster} />
      <bdi className={style.words}>{name}</bdi>
    </span>
  );
}

function nameOf(side: MapSide, cluster: number): string {
  return clusterName(side, cluster) || `Cluster ${cluster + 1}`;
}

function range(count: number): number[] {
  return Array.from({ length: count }, (_, i) => i);
}
