import { type Ref, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { useWorkspace } from '../../app/app.ts';
import type { Computed } from '../../app/panels.ts';
import { indexAt, readableTexts, textRefOf } from '../../app/readable-texts.ts';
import type { PlacedText } from '../../app/results.ts';
import { view } from '../../app/view.ts';
import { partFrom } from '../../lib/excerpt.ts';
import { IconButton } from '../../widgets/IconButton.tsx';
import { PartSteps } from '../../widgets/PartSteps.tsx';
import { EmptyPanel } from '../panel/EmptyPanel.tsx';
import { PanelFrame } from '../panel/PanelFrame.tsx';
import { placeName } from '../panel/places.ts';
import { fieldOf } from './compute.ts';
import { ReadingOf } from './ReadingOf.tsx';
import type { TokensResult } from './result.ts';
import style from './style.module.css';

/** One text in full and how each shown lens reads it, token by token. */
export function TokensPanel({ data }: { readonly data: Computed<TokensResult> }) {
  const { result } = useStore(data.store);
  const readings = useRef<HTMLElement>(null);
  return (
    <PanelFrame
      className={style.frame}
      subtitle={result === null ? '' : placeName(result.item)}
      controls={result !== null && <Steps item={result.item} />}
      empty={<EmptyPanel>A text is shown here as the model reads it.</EmptyPanel>}
      main={readings}
    >
      {result !== null && <Readings ref={readings} result={result} />}
    </PanelFrame>
  );
}

/** Buttons to the previous and the next text, through all lists. */
function Steps({ item }: { readonly item: PlacedText }) {
  const workspace = useWorkspace((state) => state.workspace);
  const items = readableTexts(workspace);
  const at = indexAt(items, textRefOf(item));
  const step = (by: -1 | 1) => {
    const next = items[at + by];
    if (next !== undefined) view.setState({ read: textRefOf(next) });
  };
  return (
    <>
      <IconButton
        icon="back"
        label="Tokens of the text before"
        disabled={at <= 0}
        onClick={() => step(-1)}
      />
      <IconButton
        icon="arrow"
        label="Tokens of the next text"
        disabled={at === -1 || at === items.length - 1}
        onClick={() => step(1)}
      />
    </>
  );
}

function Readings({
  result: { item, sides },
  ref,
}: {
  readonly result: TokensResult;
  readonly ref: Ref<HTMLElement>;
}) {
  return (
    // It takes the focus, so that the keys can scroll it.
    <section
      ref={ref}
      className={style.readings}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: see above
      tabIndex={0}
      aria-label={`Tokens of ${placeName(item)}`}
    >
      <WholeText key={`${item.place} ${item.id}`} text={item.text} />
      <div className={style.sides}>
        {sides.map(
          (side) =>
            side !== undefined && (
              <ReadingOf
                key={side.lens}
                lens={side.lens}
                input={side.input}
                field={fieldOf(item)}
              />
            ),
        )}
      </div>
    </section>
  );
}

/** Characters of a text that are shown at once: its tokens should be in sight too. */
const SHOWN = 400;

/** A text in full; a long one a part at a time. */
function WholeText({ text }: { readonly text: string }) {
  const [start, setStart] = useState(0);
  // An edit may have made it shorter.
  const part = partFrom(text, start < text.length ? start : 0, SHOWN);
  return (
    <>
      <p className={style.text} dir="auto" data-testid="reading-text">
        {text.slice(part.start, part.end)}
      </p>
      {text.length > SHOWN && (
        <PartSteps text={text} part={part} size={SHOWN} onPart={(next) => setStart(next.start)} />
      )}
    </>
  );
}
