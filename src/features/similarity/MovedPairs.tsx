import { useMemo } from 'react';
import { useStore } from 'zustand';
import { useView } from '../../app/app.ts';
import { highlight, hover, togglePin } from '../../app/view.ts';
import { excerpt } from '../../lib/excerpt.ts';
import { formatChange, formatDecimal } from '../../widgets/format.ts';
import { CutBadge } from '../panel/CutBadge.tsx';
import { pairsThatMoved } from './pairs.ts';
import type { SimilarityResult } from './result.ts';
import style from './style.module.css';

/** Pairs listed below the chart. The cells need the room, of which a large panel has more. */
const LIMIT = 2;
const LARGE_LIMIT = 12;

/** Lists the pairs whose cosine the second lens changes most. Each is a button that pins the pair. */
export function MovedPairs({ result }: { readonly result: SimilarityResult }) {
  const large = useView((state) => state.large === 'similarity');
  const pinned = useStore(highlight, (state) => state.pinned);
  const pairs = useMemo(() => pairsThatMoved(result, LARGE_LIMIT), [result]);
  return (
    <ol className={style.moved} aria-label="Pairs that moved most" data-testid="moved-pairs">
      {pairs.slice(0, large ? LARGE_LIMIT : LIMIT).map(({ row, column, before, after }) => {
        const a = result.rows[row]!;
        const b = result.columns[column]!;
        const texts = [a.text, b.text];
        return (
          // Ids come from files and may hold any character.
          <li key={JSON.stringify([a.id, b.id])}>
            <button
              type="button"
              aria-pressed={texts.every((text) => pinned.includes(text))}
              onMouseEnter={() => hover(texts)}
              onMouseLeave={() => hover([])}
              onFocus={() => hover(texts)}
              onBlur={() => hover([])}
              onClick={() => togglePin(texts)}
            >
              <b>
                {a.place + a.number} × {b.place + b.number}
              </b>
              <span className="ellipsis">
                <bdi>{excerpt(a.text)}</bdi> <CutBadge text={a.text} /> ·{' '}
                <bdi>{excerpt(b.text)}</bdi> <CutBadge text={b.text} />
              </span>
              <span>
                {formatDecimal(before)} → {formatDecimal(after)}
              </span>
              <b>{formatChange(after - before)}</b>
            </button>
          </li>
        );
      })}
    </ol>
  );
}
