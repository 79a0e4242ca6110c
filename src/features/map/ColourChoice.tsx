import { useMemo } from 'react';
import { useView, useWorkspace } from '../../app/app.ts';
import { view } from '../../app/view.ts';
import { byColumn, columnOf, type MapBy } from '../../workspace/saved-view.ts';
import type { Colouring } from './colouring.ts';
import { type ColumnUse, columnUse } from './columns.ts';
import style from './style.module.css';

const WHY_NOT: Partial<Record<ColumnUse, string>> = {
  empty: 'empty',
  same: 'the same for all',
  unique: 'another for each text',
};

/** Chooses what colours the map. Shows nothing where there is nothing but clusters. */
export function ColourChoice({
  colouring,
  hasLabels,
}: {
  readonly colouring: Colouring;
  readonly hasLabels: boolean;
}) {
  const mapBy = useView((state) => state.mapBy);
  const texts = useWorkspace(({ workspace }) => workspace.texts);
  const columns = useWorkspace(({ workspace }) => workspace.columns);
  const facets = useWorkspace(({ workspace }) => workspace.facets);
  const asks = useWorkspace(({ workspace }) => workspace.queries.length > 0);
  const offered = useMemo(
    () =>
      (columns ?? []).map((column) => ({
        column,
        isLabel: facets?.includes(column) === true,
        whyNot: WHY_NOT[columnUse({ texts, columns: columns ?? [], facets: facets ?? [] }, column)],
      })),
    [texts, columns, facets],
  );
  if (!hasLabels && !asks && offered.length === 0) return null;
  const group = (label: string, isLabel: boolean) => {
    const own = offered.filter((each) => each.isLabel === isLabel);
    return (
      own.length > 0 && (
        <optgroup label={label}>
          {own.map(({ column, whyNot }) => (
            <option key={column} value={byColumn(column)} disabled={whyNot !== undefined}>
              {column}
              {whyNot !== undefined && ` (${whyNot})`}
            </option>
          ))}
        </optgroup>
      )
    );
  };
  return (
    <label className={style.colour}>
      Colour
      <select
        className="select"
        data-testid="map-colour"
        aria-label="Colours of the map"
        value={chosenOf(colouring, mapBy)}
        onChange={({ target: { value } }) => {
          if (value === 'clusters' || value === 'labels') {
            view.setState({ mapColour: value, mapBy: null });
            return;
          }
          const column = columnOf(value);
          view.setState({ mapBy: column === null ? 'score' : byColumn(column) });
        }}
      >
        <option value="clusters">Clusters</option>
        {hasLabels && <option value="labels">Labels</option>}
        {asks && <option value="score">Score of the query</option>}
        {group('Columns of labels', true)}
        {group('Columns', false)}
      </select>
    </label>
  );
}

/** What is coloured, which may not be what was chosen: a column goes with its texts. */
function chosenOf(colouring: Colouring, mapBy: MapBy | null): string {
  if (colouring.kind === 'clusters') return 'clusters';
  return mapBy ?? 'labels';
}
