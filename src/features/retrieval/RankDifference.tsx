import { useMemo } from 'react';
import { LensName } from '../../app/lenses/LensName.tsx';
import { isolated } from '../../lib/isolate.ts';
import { formatChange } from '../../widgets/format.ts';
import { CutBadge } from '../panel/CutBadge.tsx';
import { DocumentButton, DocumentText, stepThrough } from './RankedDocuments.tsx';
import {
  mostMovedFirst,
  type RankedTwice,
  rankChanges,
  rankName,
  rise,
  riseAsSign,
  riseInWords,
} from './ranks.ts';
import style from './style.module.css';

/** How the second lens moves the documents of one query, the largest rise or fall first. */
export function RankDifference({
  query,
  lenses: [first, second],
  before,
  after,
  how,
}: RankedTwice) {
  const changes = useMemo(() => mostMovedFirst(rankChanges(before, after)), [before, after]);
  const limit = before.length;
  return (
    <div className={style.two}>
      <p className={style.head}>
        <span>
          {how.by === 'vectors' ? 'Rank and cosine' : 'Rank'}, from <LensName id={first} /> to{' '}
          <LensName id={second} />
        </span>
      </p>
      <ol
        className={style.ranking}
        aria-label={`Documents for “${isolated(query)}” whose rank changes most`}
        onKeyDown={stepThrough}
      >
        {changes.map((change) => {
          const { document, key, name, before: was, after: is } = change;
          return (
            <li key={key}>
              <DocumentButton document={document}>
                <span className={style.change} data-rise={Math.sign(rise(change))}>
                  <span aria-hidden="true">{riseAsSign(change)}</span>
                  <span className="visually-hidden">{riseInWords(change, limit)}</span>
                </span>
                <span className={style.text}>
                  <DocumentText text={document.text} how={how} />
                  <small>
                    <bdi>{name}</bdi>
                  </small>
                  <CutBadge text={document.text} field="documentInstruction" />
                </span>
                <span className={style.score} data-testid="ranked-score">
                  <small aria-hidden="true">
                    {was === null ? `>${limit}` : rankName(was)} →{' '}
                    {is === null ? `>${limit}` : rankName(is)}
                  </small>{' '}
                  {how.by === 'vectors' &&
                    was !== null &&
                    is !== null &&
                    formatChange(is.score - was.score)}
                </span>
              </DocumentButton>
            </li>
          );
        })}
      </ol>
    </div>
  );
}
