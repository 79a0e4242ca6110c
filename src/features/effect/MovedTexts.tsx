import type { RefObject } from 'react';
import { useStore } from 'zustand';
import { reveal } from '../../app/reveal.ts';
import { highlight, hover, togglePin } from '../../app/view.ts';
import { excerpt } from '../../lib/excerpt.ts';
import { formatFigure } from '../../widgets/format.ts';
import { CutBadge } from '../panel/CutBadge.tsx';
import { movementMeaning, newNeighbours } from './movement.ts';
import type { EffectResult } from './result.ts';
import style from './style.module.css';

/** Number of listed texts. */
const LIMIT = 3;

/** The texts whose neighbours changed most, each a button that pins it in all panels. */
export function MovedTexts({
  result,
  listed,
  opener,
  onList,
}: {
  readonly result: EffectResult;
  /** Whether all of them are listed below. */
  readonly listed: boolean;
  readonly opener: RefObject<HTMLButtonElement | null>;
  readonly onList: () => void;
}) {
  const pinned = useStore(highlight, (state) => state.pinned);
  const { comparison, items } = result;
  return (
    <div className={style.card}>
      <h3 title={movementMeaning(comparison, items.length)}>Moved most</h3>
      <ol className={style.moved} data-testid="effect-moved">
        {Array.from(comparison.moved.subarray(0, LIMIT), (index) => {
          const item = items[index];
          if (item === undefined) return null;
          const shift = comparison.shift[index] ?? 0;
          const lost = newNeighbours(comparison, index);
          return (
            <li key={item.id}>
              <button
                type="button"
                aria-pressed={pinned.includes(item.text)}
                title={`${lost} of ${comparison.neighbours} neighbours are new, mean change of cosine ${formatFigure(shift)}`}
                onMouseEnter={() => hover([item.text])}
                onMouseLeave={() => hover([])}
                onFocus={() => hover([item.text])}
                onBlur={() => hover([])}
                onClick={() => {
                  togglePin([item.text]);
                  reveal(item);
                }}
              >
                <b>{item.place + item.number}</b>
                <bdi className="ellipsis">{excerpt(item.text)}</bdi>
                <span>
                  <CutBadge text={item.text} />{' '}
                  {lost > 0 ? `${lost} new` : `±${formatFigure(shift)}`}
                </span>
              </button>
            </li>
          );
        })}
      </ol>
      <p className={style.source}>
        <button
          ref={opener}
          type="button"
          className="button"
          data-look="link"
          data-testid="show-moved"
          aria-expanded={listed}
          onClick={onList}
        >
          {listed ? 'Hide the list' : `Show all ${items.length.toLocaleString('en')}, and where to`}
        </button>
      </p>
    </div>
  );
}
