import * as Popover from 'radix-ui/popover';
import { type FormEvent, useId, useMemo, useState } from 'react';
import { useView, useWorkspace } from '../../app/app.ts';
import { type Filter, view } from '../../app/view.ts';
import { Button } from '../../widgets/Button.tsx';
import { Icon } from '../../widgets/Icon.tsx';
import { filterName, kindOf } from './column-kinds.ts';
import style from './style.module.css';

/** Filters on the columns that came with the documents: those that are set, and a form for one more. */
export function Filters({ columns }: { readonly columns: readonly string[] }) {
  const filters = useView((current) => current.filters);
  const [open, setOpen] = useState(false);
  return (
    <div className={style.filters} data-testid="filters">
      {filters.map((filter) => (
        <button
          key={filter.column}
          type="button"
          className={style.filter}
          aria-label={`Remove the filter ${filterName(filter)}`}
          onClick={() => setFilters(filters.filter((each) => each !== filter))}
        >
          <bdi>{filterName(filter)}</bdi>
          <Icon name="close" />
        </button>
      ))}
      <Popover.Root open={open} onOpenChange={setOpen}>
        <Popover.Trigger asChild>
          <Button data-testid="add-filter">Filter</Button>
        </Popover.Trigger>
        <Popover.Portal>
          <Popover.Content className={`popover ${style.filterForm}`} align="start" sideOffset={6}>
            <FilterForm
              columns={columns}
              onDone={(filter) => {
                setFilters([...filters.filter(({ column }) => column !== filter.column), filter]);
                setOpen(false);
              }}
            />
          </Popover.Content>
        </Popover.Portal>
      </Popover.Root>
    </div>
  );
}

function setFilters(filters: readonly Filter[]): void {
  view.setState({ filters });
}

function FilterForm({
  columns,
  onDone,
}: {
  readonly columns: readonly string[];
  readonly onDone: (filter: Filter) => void;
}) {
  const workspace = useWorkspace((state) => state.workspace);
  const [column, setColumn] = useState(columns[0]!);
  const { kind, values } = useMemo(() => kindOf(workspace, column), [workspace, column]);
  const id = useId();
  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const typed = (name: string) => String(form.get(name) ?? '').trim();
    if (kind === 'category' || kind === 'contains') {
      const text = kind === 'category' ? String(form.get('text') ?? '') : typed('text');
      if (text !== '') onDone({ kind, column, text });
    } else if (typed('from') !== '' || typed('to') !== '') {
      onDone({ kind, column, from: typed('from'), to: typed('to') });
    }
  };
  return (
    <form onSubmit={onSubmit} key={column}>
      <label htmlFor={`${id}-column`}>Column</label>
      <select
        id={`${id}-column`}
        className="field"
        value={column}
        onChange={(event) => setColumn(event.target.value)}
      >
        {columns.map((each) => (
          <option key={each}>{each}</option>
        ))}
      </select>
      {kind === 'category' && (
        <>
          <label htmlFor={`${id}-text`}>Is</label>
          <select id={`${id}-text`} className="field" name="text">
            {values.map((each) => (
              <option key={each}>{each}</option>
            ))}
          </select>
        </>
      )}
      {kind === 'contains' && (
        <>
          <label htmlFor={`${id}-text`}>Contains</label>
          <input id={`${id}-text`} className="field" name="text" />
        </>
      )}
      {(kind === 'number' || kind === 'date') &&
        (['from', 'to'] as const).map((end) => (
          <div key={end}>
            <label htmlFor={`${id}-${end}`}>{end === 'from' ? 'From' : 'To'}</label>
            <input
              id={`${id}-${end}`}
              className="field"
              name={end}
              type={kind}
              {...(kind === 'number' && { step: 'any' })}
            />
          </div>
        ))}
      <button type="submit" className="button" data-look="primary">
        Add filter
      </button>
    </form>
  );
}
