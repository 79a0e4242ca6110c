import { useRef, useState } from 'react';
import { useStore } from 'zustand';
import { retry, useWorkspace } from '../../app/app.ts';
import { LazyPart, partCode } from '../../app/failure/LazyPart.tsx';
import { Button } from '../../widgets/Button.tsx';
import { Note } from '../../widgets/Note.tsx';
import { usePanel } from '../panel/context.ts';
import { PanelProgress } from '../panel/PanelJob.tsx';
import { WithoutNote } from '../panel/WithoutNote.tsx';
import type { EffectData } from './compute.ts';
import style from './style.module.css';

const FIGURES = partCode(
  'The figures of the effect',
  async () => (await import('./Figures.tsx')).Figures,
);

const MOVED = partCode(
  'The list of texts that moved',
  async () => (await import('./MovedPanel.tsx')).default,
);

/** What the second lens changes, in figures, each with its meaning and its source. */
export function EffectRow({ data }: { readonly data: EffectData }) {
  const { definition } = usePanel();
  const state = useStore(data.store);
  const { status, result, error } = state;
  const [listed, setListed] = useState(false);
  // Texts of two workspaces may have the same ids, and a search is for the texts of one.
  const workspace = useWorkspace((current) => current.id);
  const opener = useRef<HTMLButtonElement>(null);
  const close = () => {
    setListed(false);
    opener.current?.focus();
  };
  return (
    <section
      className={style.effect}
      aria-label="Effect of the lenses"
      aria-busy={status === 'pending'}
      data-testid="effect"
      data-state={status}
      data-version={state.version}
    >
      {status === 'error' && (
        <Note tone="bad" action={<Button onClick={() => retry(definition)}>Retry</Button>}>
          The effect was not measured: {error}
        </Note>
      )}
      {status === 'empty' && (
        <Note tone="plain">The effect of a lens is measured from three texts on.</Note>
      )}
      {status === 'pending' && result === null && (
        <div className={style.wait}>
          <PanelProgress label="The effect is measured" />
        </div>
      )}
      {result !== null && (
        <LazyPart
          code={FIGURES}
          result={result}
          stale={status !== 'ready'}
          listed={listed}
          opener={opener}
          onList={() => setListed(!listed)}
        />
      )}
      {result !== null && listed && (
        <LazyPart
          key={workspace}
          code={MOVED}
          data={data}
          result={result}
          stale={status !== 'ready'}
          onClose={close}
        />
      )}
      {result !== null && (
        <WithoutNote without={result.without} consequence="They are left out of these figures." />
      )}
    </section>
  );
}
