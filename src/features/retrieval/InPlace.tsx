import { Fragment, type RefObject, useEffect, useRef, useState } from 'react';
import type { PlacedText } from '../../app/results.ts';
import { Button } from '../../widgets/Button.tsx';
import { plural } from '../../widgets/format.ts';
import { around, type Chunked, splitAt } from './chunked.ts';
import type { Sentence } from './sentences.ts';
import style from './style.module.css';

/** Chunks that a button shows at once. */
const STEP = 3;

/** A chunk in its place: its document's name, and the text around it with the chunk and its closest sentence marked. */
export function InPlace({
  chunked,
  texts,
  document,
  closest,
}: {
  readonly chunked: Chunked;
  /** All texts of the list. */
  readonly texts: readonly PlacedText[];
  readonly document: PlacedText;
  /** The sentence of the chunk that is closest to the query; null while it is not known, or where there is none. */
  readonly closest: Sentence | null;
}) {
  const index = texts.indexOf(document);
  const name = chunked.names[chunked.groups[index] ?? -1] ?? null;
  if (name === null) return null;
  return <Passage key={document.id} name={name} {...{ chunked, texts, index, closest }} />;
}

function Passage({
  name,
  chunked,
  texts,
  index,
  closest,
}: {
  readonly name: string;
  readonly chunked: Chunked;
  readonly texts: readonly PlacedText[];
  readonly index: number;
  readonly closest: Sentence | null;
}) {
  const [shown, setShown] = useState({ before: 1, after: 1 });
  const { pieces, more } = around(chunked, texts, index, shown);
  const [before, after] = more;
  const count = chunked.counts[chunked.groups[index]!]!;
  const { number, start, end } = chunked.places[index]!;
  const passage = useRef<HTMLElement>(null);
  const hit = useRef<HTMLElement>(null);
  const answer = useRef<HTMLElement>(null);
  // Also after more was shown before it, the sentence, or else the chunk, is where one looks. Only the box scrolls.
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is before it moves it
  useEffect(() => {
    const [box, mark] = [passage.current, answer.current ?? hit.current];
    if (box === null || mark === null) return;
    const top = mark.getBoundingClientRect().top - box.getBoundingClientRect().top;
    box.scrollTop += top - box.clientHeight / 4;
  }, [shown.before, closest]);
  return (
    <div className={style.inPlace} data-testid="in-place" data-in-place>
      <p>
        <b>
          <bdi>{name}</bdi>
        </b>{' '}
        {number !== null && `chunk ${number.toLocaleString('en')} of ${count.toLocaleString('en')}`}
        {start !== null &&
          end !== null &&
          ` · characters ${(start + 1).toLocaleString('en')} to ${end.toLocaleString('en')}`}
      </p>
      <section
        ref={passage}
        className={style.passage}
        aria-label="The document around it"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: arrow keys scroll only what has the focus
        tabIndex={0}
        dir="auto"
      >
        {before > 0 && (
          <Button
            look="link"
            onClick={() => setShown((all) => ({ ...all, before: all.before + STEP }))}
          >
            … {plural(before, 'chunk')} before
          </Button>
        )}
        <div>
          {pieces.map((piece) => (
            <Fragment key={piece.index}>
              {piece.isApart && ' '}
              {piece.index === index ? (
                <mark ref={hit} data-testid="in-place-hit">
                  <Hit text={piece.text} closest={closest} answer={answer} />
                </mark>
              ) : (
                piece.text
              )}
            </Fragment>
          ))}
        </div>
        {after > 0 && (
          <Button
            look="link"
            onClick={() => setShown((all) => ({ ...all, after: all.after + STEP }))}
          >
            {plural(after, 'chunk')} after …
          </Button>
        )}
      </section>
    </div>
  );
}

/** The chunk, with the sentence of it that is closest to the query marked once more. */
function Hit({
  text,
  closest,
  answer,
}: {
  readonly text: string;
  readonly closest: Sentence | null;
  readonly answer: RefObject<HTMLElement | null>;
}) {
  const parts = closest === null ? null : splitAt(text, closest);
  if (parts === null) return text;
  return (
    <>
      {parts[0]}
      <mark ref={answer} title="The sentence closest to the query" data-testid="in-place-closest">
        {parts[1]}
      </mark>
      {parts[2]}
    </>
  );
}
