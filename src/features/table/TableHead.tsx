import type { Sort, SortKey } from './order.ts';
import style from './style.module.css';

const NAMES = { text: 'Text', label: 'Label' } as const;

/** Names of the columns, each a button that sorts by it: up, down, then as the texts stand. */
export function TableHead({
  keys,
  columns,
  grid,
  sort,
  onSort,
}: {
  readonly keys: readonly SortKey[];
  readonly columns: readonly string[];
  /** Widths of the columns. */
  readonly grid: { readonly gridTemplateColumns: string; readonly minWidth: number };
  readonly sort: Sort | null;
  readonly onSort: (sort: Sort | null) => void;
}) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: see the rows
    // biome-ignore lint/a11y/useFocusableInteractive: its buttons take the focus
    <div role="row" aria-rowindex={1} className={style.head} style={grid}>
      {/* biome-ignore lint/a11y/useSemanticElements: see the rows */}
      {/* biome-ignore lint/a11y/useFocusableInteractive: see above */}
      <span role="columnheader">
        <span className="visually-hidden">Name</span>
      </span>
      {keys.map((key) => {
        const own = sort?.key === key ? sort : null;
        const next = () => {
          if (own === null) return { key, descending: false };
          return own.descending ? null : { key, descending: true };
        };
        const name = typeof key === 'number' ? columns[key]! : NAMES[key];
        return (
          // biome-ignore lint/a11y/useSemanticElements: see the rows
          // biome-ignore lint/a11y/useFocusableInteractive: see above
          <span
            key={key}
            role="columnheader"
            aria-sort={own === null ? 'none' : own.descending ? 'descending' : 'ascending'}
          >
            <button type="button" title={`Sort by ${name}`} onClick={() => onSort(next())}>
              <bdi className="ellipsis">{name}</bdi>
              <i aria-hidden="true">{own === null ? '' : own.descending ? '↓' : '↑'}</i>
            </button>
          </span>
        );
      })}
    </div>
  );
}
