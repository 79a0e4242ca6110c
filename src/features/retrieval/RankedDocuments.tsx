import type { KeyboardEvent, ReactNode } from 'react';
import { useStore } from 'zustand';
import { stepFrom } from '../../app/commands/keys.ts';
import { LazyPart, partCode } from '../../app/failure/LazyPart.tsx';
import type { PlacedText } from '../../app/results.ts';
import { highlight, hover, togglePin, view } from '../../app/view.ts';
import { excerpt } from '../../lib/excerpt.ts';
import { CutBadge } from '../panel/CutBadge.tsx';
import {
  formatScore,
  type How,
  type RankChange,
  type Ranked,
  rankName,
  rise,
  riseAsSign,
  riseInWords,
} from './ranks.ts';
import style from './style.module.css';

/** The documents of one query under one lens, best first; with the changes from another lens, if given. */
export function RankedDocuments({
  label,
  ranked,
  changes,
  how,
}: {
  readonly label: string;
  readonly ranked: readonly Ranked[];
  /** Changes from the other lens to this one, by their keys. */
  readonly changes?: ReadonlyMap<string, RankChange>;
  readonly how: How;
}) {
  const { by } = how;
  // A cosine fills its bar at 1; other scores beside the best.
  const full = by === 'vectors' ? 1 : (ranked[0]?.score ?? 1);
  return (
    <ol className={style.ranking} aria-label={label} onKeyDown={stepThrough}>
      {ranked.map((each) => {
        const { document, key, name, score } = each;
        const change = changes?.get(key);
        return (
          <li key={key}>
            <DocumentButton document={document}>
              <span className={style.rank}>{rankName(each)}</span>
              <span className={style.text}>
                <DocumentText text={document.text} how={how} />
                <small>
                  <bdi>{name}</bdi>
                </small>
                <CutBadge text={document.text} field="documentInstruction" />
                {change !== undefined && (
                  <span className={style.change} data-rise={Math.sign(rise(change))}>
                    <span aria-hidden="true">{riseAsSign(change)}</span>
                    <span className="visually-hidden">{riseInWords(change, ranked.length)}</span>
                  </span>
                )}
              </span>
              <span className={style.score} data-testid="ranked-score">
                {formatScore(by, score)}
              </span>
              <span className={style.bar}>
                <i style={{ width: `${Math.max(0, Math.min(1, score / full || 0)) * 100}%` }} />
              </span>
            </DocumentButton>
          </li>
        );
      })}
    </ol>
  );
}

const MARKED = partCode('Marked words', async () => (await import('./Marked.tsx')).Marked);

/** The start of a document, with the words that were looked for marked. */
export function DocumentText({
  text,
  how: { terms },
}: {
  readonly text: string;
  readonly how: How;
}) {
  return (
    <bdi>
      {terms === undefined ? (
        excerpt(text)
      ) : (
        <LazyPart code={MARKED} text={text} terms={terms} most={400} />
      )}
    </bdi>
  );
}

/** A document. Pointing lights it up in every panel; a click pins it and shows its tokens. */
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
      className={style.ranked}
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
  const buttons = [...event.currentTarget.querySelectorAll<HTMLElement>('button')];
  const at = buttons.indexOf(event.target as HTMLElement);
  if (at === -1) return;
  const next = stepFrom(at, buttons.length, event);
  if (next === null) return;
  event.preventDefault();
  buttons[next]?.focus();
}
