import * as Switch from 'radix-ui/switch';
import { useId, useRef } from 'react';
import { useReading } from '../../app/app.ts';
import { useAsk } from '../../app/asks.ts';
import { lensName } from '../../app/lenses/LensName.tsx';
import { openLens, switchLens } from '../../app/lenses/lens-actions.ts';
import { view } from '../../app/view.ts';
import { Marked } from '../../widgets/ExactText.tsx';
import { Icon } from '../../widgets/Icon.tsx';
import type { Lens } from '../../workspace/lens.ts';
import { LensEditor } from './LensEditor.tsx';
import { LensMenu } from './LensMenu.tsx';
import { NoInstruction } from './NoInstruction.tsx';
import style from './style.module.css';

/** A lens: its name, whether it takes part, and its exact instructions. */
export function LensCard({
  lens,
  open,
  shown,
}: {
  readonly lens: Lens;
  readonly open: boolean;
  /** Where the panels show its results, in a word. */
  readonly shown: string | null;
}) {
  const editor = useId();
  const head = useRef<HTMLButtonElement>(null);
  useAsk(`lens-head:${lens.id}`, () => head.current?.focus());
  const name = lensName(lens);
  const reading = useReading();
  return (
    <li
      className={style.lens}
      data-testid="lens"
      data-colour={lens.colour}
      data-open={open || undefined}
      data-off={!lens.on || undefined}
    >
      <div className={style.head}>
        <button
          ref={head}
          type="button"
          className={style.face}
          aria-expanded={open}
          aria-controls={open ? editor : undefined}
          onClick={() => (open ? view.setState({ editorClosed: true }) : openLens(lens.id))}
        >
          <span className={style.title}>
            <i className="lens-dot" />
            <bdi className="ellipsis">{name}</bdi>
            {shown !== null && <small>{shown}</small>}
            <Icon name="chevron" size={12} />
          </span>
          {!open && (
            <span className={style.words}>
              {lens.given !== undefined ? (
                <bdi>{lens.given.file}</bdi>
              ) : lens.instruction === '' ? (
                <NoInstruction />
              ) : (
                <Marked text={lens.instruction} />
              )}
            </span>
          )}
        </button>
        <span className={style.tools}>
          <Switch.Root
            className={style.switch}
            checked={lens.on}
            disabled={reading}
            aria-label={`Use lens ${name}`}
            title={lens.on ? 'Takes part in comparisons' : 'Takes no part in comparisons'}
            onCheckedChange={() => switchLens(lens)}
          >
            <Switch.Thumb />
          </Switch.Root>
          <LensMenu lens={lens} />
        </span>
      </div>
      {open && (
        <div id={editor}>
          <LensEditor lens={lens} />
        </div>
      )}
    </li>
  );
}
