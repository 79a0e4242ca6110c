import type { RefObject } from 'react';
import { LensName } from '../../app/lenses/LensName.tsx';
import { formatFigure } from '../../widgets/format.ts';
import { SaveMenu } from '../panel/SaveMenu.tsx';
import { EffectCard } from './EffectCard.tsx';
import { MovedTexts } from './MovedTexts.tsx';
import type { EffectResult } from './result.ts';
import style from './style.module.css';

/** The measures of the effect, and the texts that moved most. */
export function Figures({
  result,
  stale,
  listed,
  opener,
  onList,
}: {
  readonly result: EffectResult;
  readonly stale: boolean;
  readonly listed: boolean;
  readonly opener: RefObject<HTMLButtonElement | null>;
  readonly onList: () => void;
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
      <MovedTexts result={result} listed={listed} opener={opener} onList={onList} />
      <div className={style.save}>
        <SaveMenu />
      </div>
    </div>
  );
}
