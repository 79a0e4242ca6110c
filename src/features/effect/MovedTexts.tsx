import { useStore } from 'zustand';
import { highlight, hover, togglePin } from '../../app/view.ts';
import { formatFigure } from '../../widgets/format.ts';
import { CutBadge } from '../panel/CutBadge.tsx';
import type { EffectResult } from './result.ts';
import style from './style.module.css';

/** Number of listed texts. */
const LIMIT = 3;

/** The texts whose neighbours changed most, each a button that pins it in all panels. */
export function MovedTexts({ result }: { readonly result: EffectResult }) {
  const pinned = useStore(highlight, (state) => state.pinned);
  const { comparison, items } = result;
  const { neighbours } = comparison;
  return (
    <div className={style.card}>
      <h3>Moved most</h3>
      <ol className={style.moved} data-testid="effect-moved">
        {Array.from(comparison.moved.subarray(0, LIMIT), (index) => {
          const item = items[index];
          if (item === undefined) return null;
          const shift = comparison.shift[index] ?? 0;
          const lost = Math.round((comparison.movement[index] ?? 0) * neighbours);
          return (
            <li key={item.id}>
              <button
                type="button"
                aria-pressed={pinned.includes(item.text)}
                title={`${lost} of ${neighbours} neighbours are new, mean change of cosine ${formatFigure(shift)}`}
                onMouseEnter={() => hover([item.text])}
                onMouseLeave={() => hover([])}
                onFocus={() => hover([item.text])}
                onBlur={() => hover([])}
                onClick={() => togglePin([item.text])}
              >
                <b>{item.place + item.number}</b>
                <bdi className="ellipsis">{item.text}</bdi>
                <span>
                  <CutBadge text={item.text} />{' '}
                  {lost > 0 ? `${lost} new` : `±${formatFigure(shift)}`}
                </span>
              </button>
            </li>
          );
        })}
      </ol>
      <p className={style.source}>By new neighbours, then mean Δcosine</p>
    </div>
  );
}
