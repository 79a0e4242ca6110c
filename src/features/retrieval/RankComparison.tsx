import { useMemo } from 'react';
import { useStore } from 'zustand';
import { LensName, lensName } from '../../app/lenses/LensName.tsx';
import { useLens } from '../../app/lenses/use-shown-lenses.ts';
import { highlight } from '../../app/view.ts';
import { isolated } from '../../lib/isolate.ts';
import { RankedDocuments } from './RankedDocuments.tsx';
import {
  isUnranked,
  type RankChange,
  type Ranked,
  type RankedTwice,
  rankChanges,
  rise,
} from './ranks.ts';
import style from './style.module.css';

/** Height of a row in pixels; the stylesheet has the same. */
const ROW = 40;
/** Width of the band between the columns, in pixels. */
const BAND = 64;

/** The documents of one query under two lenses, joined by lines that show which rose and which fell. */
export function RankComparison({
  query,
  lenses: [first, second],
  before,
  after,
  how,
}: RankedTwice) {
  const changes = useMemo(() => rankChanges(before, after), [before, after]);
  const byKey = useMemo(() => new Map(changes.map((change) => [change.key, change])), [changes]);
  const names = [lensName(useLens(first)), lensName(useLens(second))];
  return (
    <div className={style.two}>
      <div className={style.head}>
        <LensName id={first} />
        <LensName id={second} />
      </div>
      <div className={style.joined}>
        <RankedDocuments
          label={`Documents for “${isolated(query)}” under ${names[0]}`}
          ranked={before}
          how={how}
        />
        <Lines changes={changes} rows={Math.max(before.length, after.length)} />
        <RankedDocuments
          label={`Documents for “${isolated(query)}” under ${names[1]}, with the change from ${names[0]}`}
          ranked={after}
          changes={byKey}
          how={how}
        />
      </div>
    </div>
  );
}

function Lines({
  changes,
  rows,
}: {
  readonly changes: readonly RankChange[];
  readonly rows: number;
}) {
  const lit = useStore(highlight);
  const y = (ranked: Ranked | null) => ((ranked?.rank ?? rows + 1) - 0.5) * ROW;
  return (
    <svg
      className={style.lines}
      viewBox={`0 0 ${BAND} ${rows * ROW}`}
      width={BAND}
      height={rows * ROW}
      aria-hidden="true"
    >
      {changes.map((change) => {
        if (isUnranked(change)) return null;
        const texts = [change.before, change.after].map((side) => side?.document.text ?? '');
        const [from, to] = [y(change.before), y(change.after)];
        return (
          <path
            key={change.key}
            d={`M0 ${from}C${BAND / 2} ${from} ${BAND / 2} ${to} ${BAND} ${to}`}
            data-rise={Math.sign(rise(change))}
            data-lit={
              texts.some((text) => lit.hovered.includes(text) || lit.pinned.includes(text)) ||
              undefined
            }
          />
        );
      })}
    </svg>
  );
}
