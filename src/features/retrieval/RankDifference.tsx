import { useMemo } from 'react';
import { LensName } from '../../app/LensName.tsx';
import { excerpt } from '../../lib/excerpt.ts';
import { isolated } from '../../lib/isolate.ts';
import { formatChange } from '../../widgets/format.ts';
import { CutBadge } from '../panel/CutBadge.tsx';
import { DocumentButton, stepThrough } from './RankedDocuments.tsx';
import {
  mostMovedFirst,
  type Ranked,
  rankChanges,
  rankName,
  rise,
  riseAsSign,
  riseInWords,
} from './ranks.ts';

/** Lists how the second lens moves the documents of one query, the largest rise or fall first. */
export function RankDifference({
  query,
  lenses: [first, second],
  before,
  after,
}: {
  readonly query: string;
  readonly lenses: readonly [first: string, second: string];
  readonly before: readonly Ranked[];
  readonly after: readonly Ranked[];
}) {
  const changes = useMemo(() => mostMovedFirst(rankChanges(before, after)), [before, after]);
  const limit = before.length;
  return (
    <div className="bump">
      <p className="bump-head">
        <span>
          Rank and cosine, from <LensName id={first} /> to <LensName id={second} />
        </span>
      </p>
      <ol
        className="ranking"
        aria-label={`Documents for “${isolated(query)}” whose rank changes most`}
        onKeyDown={stepThrough}
      >
        {changes.map((change) => {
          const { document, before: was, after: is } = change;
          return (
            <li key={document.id}>
              <DocumentButton document={document}>
                <span className="rank-change" data-rise={Math.sign(rise(change))}>
                  <span aria-hidden="true">{riseAsSign(change)}</span>
                  <span className="visually-hidden">{riseInWords(change, limit)}</span>
                </span>
                <span className="ranked-text">
                  <bdi>{excerpt(document.text)}</bdi>
                  <small>D{document.number}</small>
                  <CutBadge text={document.text} field="documentInstruction" />
                </span>
                <span className="ranked-score">
                  <small aria-hidden="true">
                    {was === null ? `>${limit}` : rankName(was)} →{' '}
                    {is === null ? `>${limit}` : rankName(is)}
                  </small>{' '}
                  {was !== null && is !== null && formatChange(is.score - was.score)}
                </span>
              </DocumentButton>
            </li>
          );
        })}
      </ol>
    </div>
  );
}
