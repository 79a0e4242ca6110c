import { type ReactNode, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { retry, useWorkspace } from '../../app/app.ts';
import { LazyPart, partCode } from '../../app/failure/LazyPart.tsx';
import { LensName } from '../../app/lenses/LensName.tsx';
import { Button } from '../../widgets/Button.tsx';
import { formatFigure } from '../../widgets/format.ts';
import { Note } from '../../widgets/Note.tsx';
import { usePanel } from '../panel/context.ts';
import { PanelProgress } from '../panel/PanelJob.tsx';
import { SaveMenu } from '../panel/SaveMenu.tsx';
import { WithoutNote } from '../panel/WithoutNote.tsx';
import type { EffectData } from './compute.ts';
import { EffectCard } from './EffectCard.tsx';
import { MovedTexts } from './MovedTexts.tsx';
import type { EffectResult } from './result.ts';
import style from './style.module.css';

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
        <Figures result={result} stale={status !== 'ready'}>
          <MovedTexts
            result={result}
            listed={listed}
            opener={opener}
            onList={() => setListed(!listed)}
          />
        </Figures>
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

function Figures({
  result,
  stale,
  children,
}: {
  readonly result: EffectResult;
  readonly stale: boolean;
  readonly children: ReactNode;
}) {
  const { comparison, clusters, k, items, lenses } = result;
  const { spearman, cka, overlap, jaccard, neighbours, sampled } = comparison;
  const drawn = sampled < items.length ? `, of ${sampled} texts drawn` : '';
  return (
    <div className={style.cards} data-stale={stale || undefined}>
      <h2 className="visually-hidden">
        Effect: <LensName id={lenses[0]} /> against <LensName id={lenses[1]} />
      </h2>
      <EffectCard
        name="Similarity order"
        figure={formatFigure(spearman)}
        testId="effect-spearman"
        meaning={`Are the same pairs of texts close? 1 is the same order${drawn}.`}
        source="Spearman’s ρ of the cosines (Spearman 1904)"
      />
      <EffectCard
        name="Geometry"
        figure={formatFigure(cka)}
        testId="effect-cka"
        meaning="Do the vectors lie alike? 1 is alike up to turn and scale."
        source="Linear CKA (Kornblith et al. 2019)"
      />
      <EffectCard
        name="Clusters agree"
        figure={formatFigure(clusters.ari)}
        aside={`NMI ${formatFigure(clusters.nmi)}`}
        testId="effect-ari"
        meaning={`Are texts grouped alike, at k = ${k}? 0 is chance, 1 the same.`}
        source="ARI (Hubert & Arabie 1985), NMI (Kvålseth 1987)"
      />
      <EffectCard
        name={`Same top-${neighbours} neighbours`}
        figure={Number.isFinite(overlap) ? (overlap * neighbours).toFixed(1) : '–'}
        aside={`of ${neighbours}, Jaccard ${formatFigure(jaccard)}`}
        testId="effect-overlap"
        meaning={`How many of a text’s nearest stay, on average${drawn}.`}
        source="Neighbour overlap (Wendlandt et al. 2018)"
      />
      {children}
      <div className={style.save}>
        <SaveMenu />
      </div>
    </div>
  );
}
