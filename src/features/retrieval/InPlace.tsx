import { Fragment, useEffect, useRef, useState } from 'react';
import type { PlacedText } from '../../app/results.ts';
import { Button } from '../../widgets/Button.tsx';
import { plural } from '../../widgets/format.ts';
import { around, type Chunked } from './chunked.ts';
import style from './style.module.css';

/** Chunks that a button shows at once. */
const STEP = 3;

/** A chunk in its place: its document's name, and the text around it with the chunk marked. */
export function InPlace({
  chunked,
  texts,
  document,
}: {
  readonly chunked: Chunked;
  /** All texts of the list. */
  readonly texts: readonly PlacedText[];
  readonly document: PlacedText;
}) {
  const index = texts.indexOf(document);
  const name = chunked.names[chunked.groups[index] ?? -1] ?? null;
  if (name === null) return null;
  return <Passage key={document.id} name={name} {...{ chunked, texts, index }} />;
}

function Passage({
  name,
  chunked,
  texts,
  index,
}: {
  readonly name: string;
  readonly chunked: Chunked;
  readonly texts: readonly PlacedText[];
  readonly index: number;
}) {
  const [shown, setShown] = useState({ before: 1, after: 1 });
  const { pieces, more } = around(chunked, texts, index, shown);
  const [before, after] = more;
  const count = chunked.counts[chunked.groups[index]!]!;
  const { number, start, end } = chunked.places[index]!;
  const passage = useRef<HTMLElement>(null);
  const hit = useRef<HTMLElement>(null);
  // Also after more was shown before it, the chunk is where one looks.
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is before it moves it
  useEffect(() => {
    const [box, mark] = [passage.current, hit.current];
    if (box === null || mark === null) return;
    box.scrollTop = mark.offsetTop - box.offsetTop - box.clientHeight / 4;
  }, [shown.before]);
  return (
    <div className={style.inPlace} data-testid="in-place">
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
                  {piece.text}
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
