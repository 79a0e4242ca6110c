import { memo, useMemo } from 'react';
import { useView } from '../../app/app.ts';
import { LazyPart, partCode } from '../../app/failure/LazyPart.tsx';
import { LensName } from '../../app/lenses/LensName.tsx';
import { useDifference } from '../../app/lenses/use-shown-lenses.ts';
import { formatFigure } from '../../widgets/format.ts';
import { classesOf } from './classes.ts';
import { clusterNames } from './cluster-name.ts';
import { EarlierNote } from './EarlierNote.tsx';
import { type MapPicture, marksOf, wholeView } from './figure.ts';
import { GoldRow } from './GoldRow.tsx';
import { Legend } from './Legend.tsx';
import { classEntries, clusterEntries, type LegendEntry } from './legend.ts';
import { MapChart } from './MapChart.tsx';
import type { MapResult, MapSide } from './result.ts';
import style from './style.module.css';
import { summariseMap } from './words.ts';

const DIFFERENCE = partCode(
  'The difference of two maps',
  async () => (await import('./MapDifference.tsx')).MapDifference,
);

interface Shown {
  readonly side: MapSide;
  readonly picture: MapPicture;
  readonly legend: readonly LegendEntry[];
  readonly clusterOf: (index: number) => string;
}

/**
 * Shows the map of one lens, of two beside each other, or the way from one to the other. Depends on the result alone:
 * 100,000 texts must not be drawn again with each report of progress.
 */
export const Maps = memo(function Maps({
  result,
  onLayOut,
}: {
  readonly result: MapResult;
  /** Lays out anew what is placed on an earlier map. */
  readonly onLayOut: () => void;
}) {
  const difference = useDifference();
  const byLabels = useView((state) => state.mapColour === 'labels');
  const { items, sides, moves } = result;
  const [first, second] = sides;
  const classes = useMemo(() => classesOf(items), [items]);
  const coloured = byLabels ? classes : null;
  // One scale for both maps, so that the same place means the same.
  const whole = useMemo(
    () => wholeView(sides.flatMap((side) => (side === undefined ? [] : [side.coordinates]))),
    [sides],
  );
  const shown = useMemo(
    () =>
      sides.flatMap((side): Shown[] => {
        if (side === undefined) return [];
        const { clusters, coordinates } = side;
        const marks = coloured === null ? clusters : marksOf(coloured);
        const names = clusterNames(side);
        return [
          {
            side,
            picture: { items, marks, coordinates },
            legend: coloured === null ? clusterEntries(side) : classEntries(coloured, marks),
            clusterOf: (index) => names[clusters.assignments[index] ?? -1] ?? '',
          },
        ];
      }),
    [items, sides, coloured],
  );
  const legendOf = ({ picture: { marks }, legend }: Shown) => (
    <Legend
      label={coloured === null ? 'Clusters' : 'Labels'}
      items={items}
      marks={marks}
      entries={legend}
    />
  );
  const both = items.some(({ place }) => place === 'B');
  return (
    <>
      {difference && second !== undefined && moves !== null ? (
        <>
          <LazyPart
            code={DIFFERENCE}
            result={result}
            from={first}
            to={second}
            moves={moves}
            marks={shown[0]!.picture.marks}
            legend={shown[0]!.legend}
          />
          {/* The table of moves is the legend of clusters. */}
          {coloured !== null && legendOf(shown[0]!)}
        </>
      ) : (
        <div className="sides">
          {shown.map((each, index) => (
            <figure key={index === 0 ? 'first' : 'second'} className="side">
              <figcaption>
                {second === undefined ? (
                  <span className="ellipsis">{summariseMap(result)}</span>
                ) : (
                  <LensName id={each.side.lens} />
                )}
                <MapNote side={each.side} both={both} />
              </figcaption>
              <MapChart
                picture={each.picture}
                k={each.side.clusters.k}
                clusterOf={each.clusterOf}
                legend={each.legend}
                whole={whole}
              />
              {legendOf(each)}
            </figure>
          ))}
        </div>
      )}
      <EarlierNote result={result} onLayOut={onLayOut} />
      {classes !== null && <GoldRow sides={sides} classes={classes} />}
    </>
  );
});

/** Says how well the clusters are apart, and what the open points are. */
function MapNote({ side, both }: { readonly side: MapSide; readonly both: boolean }) {
  const { silhouette } = side.clusters;
  const known = Number.isFinite(silhouette);
  return (
    <span className={style.note}>
      {known && (
        <span title="Mean silhouette of the clusters (Rousseeuw 1987): 1 is clusters far apart, 0 is touching, below 0 is mixed">
          silhouette {formatFigure(silhouette)}
        </span>
      )}
      {known && both && ' · '}
      {both && <span title="Points of group A are filled, points of group B open">● A ○ B</span>}
    </span>
  );
}
