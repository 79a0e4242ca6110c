import { memo, type ReactNode, useMemo, useRef, useState } from 'react';
import { LazyPart, partCode } from '../../app/failure/LazyPart.tsx';
import { hover, togglePin } from '../../app/view.ts';
import { isolated } from '../../lib/isolate.ts';
import { plural } from '../../widgets/format.ts';
import { ClusterMark } from './ClusterMark.tsx';
import { type LegendProps, listed, textsOf } from './legend.ts';
import style from './style.module.css';
import { usePressed } from './use-pressed.ts';

const FINDER = partCode(
  'The whole legend',
  async () => (await import('./LegendFinder.tsx')).LegendFinder,
);

/** Shows the largest marks of a map and their meaning, in a scrolling area of its own. */
export const Legend = memo(function Legend({ label, items, marks, entries }: LegendProps) {
  const pressed = usePressed(items, marks);
  const { shown, others, otherTexts } = useMemo(() => listed(entries), [entries]);
  return (
    <ul className={style.legend} data-testid="legend-list" aria-label={label}>
      {shown.map(({ mark, name, short, size }) => {
        const texts = () => textsOf(items, marks, mark);
        return (
          <li key={mark}>
            <button
              type="button"
              className={style.entry}
              data-testid="legend"
              title={`${isolated(name)}: ${plural(size, 'text')}. Click selects them.`}
              aria-pressed={mark === pressed}
              onMouseEnter={() => hover(texts())}
              onMouseLeave={() => hover([])}
              onFocus={() => hover(texts())}
              onBlur={() => hover([])}
              onClick={() => togglePin(texts())}
            >
              <ClusterMark cluster={mark} />
              <bdi className={`${style.terms} ellipsis`}>{short ?? name}</bdi>
              <span className={style.size} data-testid="legend-size">
                {size.toLocaleString('en')}
              </span>
            </button>
          </li>
        );
      })}
      {others > 0 && (
        <li>
          <Others label={label} items={items} marks={marks} entries={entries}>
            {`${others.toLocaleString('en')} others`}
            <span className={style.size}>{otherTexts.toLocaleString('en')}</span>
          </Others>
        </li>
      )}
    </ul>
  );
});

/** Opens the list of all entries, to find one by its name. */
function Others({ children, ...props }: LegendProps & { readonly children: ReactNode }) {
  const [open, setOpen] = useState(false);
  const opener = useRef<HTMLButtonElement>(null);
  return (
    <>
      <button
        ref={opener}
        type="button"
        className={`${style.entry} ${style.others}`}
        data-testid="legend-others"
        aria-haspopup="dialog"
        aria-expanded={open}
        title={`Find any of the ${props.entries.length.toLocaleString('en')} ${props.label.toLowerCase()}`}
        onClick={() => setOpen(!open)}
      >
        {children}
      </button>
      {open && <LazyPart code={FINDER} {...props} opener={opener} onClose={() => setOpen(false)} />}
    </>
  );
}
