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

/** Pairs that are listed below the chart: the cells need the room. Large, there is more of it. */
const LIMIT = 2;
const LARGE_LIMIT = 12;

/** The pairs whose cosine the second lens changes most, each a button that pins it. */
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
          // Ids come from files: any character may stand in them.
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
