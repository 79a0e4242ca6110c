import { useStore } from 'zustand';
import type { RetrievalResult } from '../../state/panels.ts';
import { highlight, hover, togglePin } from '../../state/view.ts';
import { formatDecimal } from '../shared/format.ts';

/** The documents of one query, best first. */
export function RankedDocuments({
  result,
  query,
}: {
  readonly result: RetrievalResult;
  /** Index of the query. */
  readonly query: number;
}) {
  const lit = useStore(highlight);
  const { ranking, documents } = result;
  const ranked = Array.from({ length: ranking.k }, (_, place) => {
    const at = query * ranking.k + place;
    return { document: documents[ranking.indices[at] ?? -1], score: ranking.scores[at] ?? 0 };
  });
  return (
    <ol className="ranking" aria-label={`Documents for “${result.queries[query]?.text}”`}>
      {ranked.map(({ document, score }, place) => {
        if (document === undefined) return null;
        const { id, text, number } = document;
        return (
          <li key={id}>
            <button
              type="button"
              className="ranked"
              data-testid="ranked-document"
              data-lit={lit.hovered.includes(text) || lit.pinned.includes(text) || undefined}
              aria-pressed={lit.pinned.includes(text)}
              onMouseEnter={() => hover([text])}
              onMouseLeave={() => hover([])}
              onFocus={() => hover([text])}
              onBlur={() => hover([])}
              onClick={() => togglePin([text])}
            >
              <span className="rank">{place + 1}</span>
              <span className="ranked-text">
                <bdi>{text}</bdi>
                <small>D{number}</small>
              </span>
              <span className="ranked-score">{formatDecimal(score)}</span>
              <span className="ranked-bar">
                <i style={{ width: `${Math.max(0, Math.min(1, score)) * 100}%` }} />
              </span>
            </button>
          </li>
        );
      })}
    </ol>
  );
}
