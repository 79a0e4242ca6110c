import { useEffect, useState } from 'react';
import { app, useEmbeddings, useWorkspace } from '../../app/app.ts';
import { LensName } from '../../app/lenses/LensName.tsx';
import { offeredLenses } from '../../app/lenses/shown-lenses.ts';
import { clearPin } from '../../app/view.ts';
import { excerpt } from '../../lib/excerpt.ts';
import type { EmbeddedText } from '../../vectors/vector-cache.ts';
import { formatDecimal } from '../../widgets/format.ts';
import { IconButton } from '../../widgets/IconButton.tsx';
import { CutBadge } from '../panel/CutBadge.tsx';
import { WHY_WITHOUT } from '../panel/without.ts';
import style from './style.module.css';

/** Shows a pinned pair of texts with its cosine under every lens that is switched on. */
export function PinnedPair({
  pair: [first, second],
}: {
  readonly pair: readonly [first: string, second: string];
}) {
  const lenses = useWorkspace((state) => state.workspace.lenses);
  const texts = useWorkspace((state) => state.workspace.texts);
  const names = [first, second].map((text) => texts.find((item) => item.text === text));
  // A pinned text may have been edited or removed since.
  if (names.includes(undefined)) return null;
  return (
    <section className={style.pinned} aria-label="Pinned pair" data-testid="pinned-pair">
      <div className={style.texts}>
        <span className={style.withCut}>
          <bdi className="ellipsis">{excerpt(first)}</bdi>
          <CutBadge text={first} />
        </span>
        <span className={style.withCut}>
          <bdi className="ellipsis">{excerpt(second)}</bdi>
          <CutBadge text={second} />
        </span>
      </div>
      <ul>
        {offeredLenses({ lenses }).map(({ id, instruction }) => (
          <li key={id}>
            <LensName id={id} />
            <Cosine instruction={instruction} first={first} second={second} />
          </li>
        ))}
      </ul>
      <IconButton icon="close" label="Unpin the pair" onClick={clearPin} />
    </section>
  );
}

function Cosine({
  instruction,
  first,
  second,
}: {
  readonly instruction: string;
  readonly first: string;
  readonly second: string;
}) {
  const a = useEmbeddings(() => app().embeddings.lookup(instruction, first));
  const b = useEmbeddings(() => app().embeddings.lookup(instruction, second));
  const value = useCosine(a, b);
  if (a === undefined || b === undefined) return <b title="Being embedded">…</b>;
  const why = a.without ?? b.without;
  if (why !== null) {
    const which = a.without !== null ? 'The first text' : 'The second text';
    const reason = `${which} has no vector: ${WHY_WITHOUT[why]}`;
    return (
      <b title={reason} data-testid="pinned-none">
        <span aria-hidden="true">–</span>
        <span className="visually-hidden">no cosine. {reason}</span>
      </b>
    );
  }
  if (value === null) return <b title="Being computed">…</b>;
  return <b>{formatDecimal(value)}</b>;
}

/** The cosine of two texts; null until the worker that keeps the vectors answers. */
function useCosine(a: EmbeddedText | undefined, b: EmbeddedText | undefined): number | null {
  const [known, setKnown] = useState<{ a: EmbeddedText; b: EmbeddedText; value: number }>();
  useEffect(() => {
    if (a === undefined || b === undefined) return;
    let current = true;
    app()
      .embeddings.cosine(a, b)
      .then(
        (value) => {
          if (current) setKnown({ a, b, value });
        },
        // The vectors were dropped meanwhile. The next lookup finds their replacements.
        () => undefined,
      );
    return () => {
      current = false;
    };
  }, [a, b]);
  return known !== undefined && known.a === a && known.b === b ? known.value : null;
}
