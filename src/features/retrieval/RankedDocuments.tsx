import type { KeyboardEvent, ReactNode } from 'react';
import { useStore } from 'zustand';
import type { PlacedText } from '../../app/results.ts';
import { highlight, hover, togglePin, view } from '../../app/view.ts';
import { excerpt } from '../../lib/excerpt.ts';
import { formatDecimal } from '../../widgets/format.ts';
import { CutBadge } from '../panel/CutBadge.tsx';
import { type RankChange, type Ranked, rankName, rise, riseAsSign, riseInWords } from './ranks.ts';

/** Lists the documents of one query under one lens, best first. Against another lens it shows the changes. */
export function RankedDocuments({
  label,
  ranked,
  changes,
}: {
  readonly label: string;
  readonly ranked: readonly Ranked[];
  /** Changes from the other lens to this one, by the document's id. */
  readonly changes?: ReadonlyMap<string, RankChange>;
}) {
  return (
    <ol className="ranking" aria-label={label} onKeyDown={stepThrough}>
      {ranked.map((each) => {
        const { document, score } = each;
        const change = changes?.get(document.id);
        return (
          <li key={document.id}>
            <DocumentButton document={document}>
              <span className="rank">{rankName(each)}</span>
              <span className="ranked-text">
                <bdi>{excerpt(document.text)}</bdi>
                <small>D{document.number}</small>
                <CutBadge text={document.text} field="documentInstruction" />
                {change !== undefined && (
                  <span className="rank-change" data-rise={Math.sign(rise(change))}>
                    <span aria-hidden="true">{riseAsSign(change)}</span>
                    <span className="visually-hidden">{riseInWords(change, ranked.length)}</span>
                  </span>
                )}
              </span>
              <span className="ranked-score">{formatDecimal(score)}</span>
              <span className="ranked-bar">
                <i style={{ width: `${Math.max(0, Math.min(1, score || 0)) * 100}%` }} />
              </span>
            </DocumentButton>
          </li>
        );
      })}
    </ol>
  );
}

/** A document. Pointing at it lights it in every panel; a click pins it and shows its tokens. */
export function DocumentButton({
  document: { id, text },
  children,
}: {
  readonly document: PlacedText;
  readonly children: ReactNode;
}) {
  const lit = useStore(
    highlight,
    ({ hovered, pinned }) => hovered.includes(text) || pinned.includes(text),
  );
  const pinned = useStore(highlight, (state) => state.pinned.includes(text));
  return (
    <button
      type="button"
      className="ranked"
      data-testid="ranked-document"
      data-lit={lit || undefined}
      aria-pressed={pinned}
      onMouseEnter={() => hover([text])}
      onMouseLeave={() => hover([])}
      onFocus={() => hover([text])}
      onBlur={() => hover([])}
      onClick={() => {
        togglePin([text]);
        // Another text may have the same words, so the id says which one is meant.
        view.setState({ read: { list: 'documents', id } });
      }}
    >
      {children}
    </button>
  );
}

/** Moves the focus through the documents with the arrow keys, Home and End. */
export function stepThrough(event: KeyboardEvent<HTMLElement>): void {
  const buttons = [...event.currentTarget.querySelectorAll<HTMLElement>('.ranked')];
  const at = buttons.indexOf(event.target as HTMLElement);
  if (at === -1) return;
  const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: buttons.length - 1 }[event.key];
  if (next === undefined) return;
  event.preventDefault();
  buttons[next]?.focus();
}
