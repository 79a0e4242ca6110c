import { memo, useMemo } from 'react';
import { LazyPart, partCode } from '../../app/failure/LazyPart.tsx';
import { LensName } from '../../app/lenses/LensName.tsx';
import { useDifference } from '../../app/lenses/use-shown-lenses.ts';
import { formatFigure } from '../../widgets/format.ts';
import { ColourChoice } from './ColourChoice.tsx';
import { classesOf } from './classes.ts';
import { clusterNames } from './cluster-name.ts';
import { type Paint, paintOf, shownValues } from './colouring.ts';
import type { MapData } from './data.ts';
import { EarlierNote } from './EarlierNote.tsx';
import { wholeView } from './figure.ts';
import { GoldRow } from './GoldRow.tsx';
import { Legend } from './Legend.tsx';
import { clusterEntries } from './legend.ts';
import { MapChart, type MapNames } from './MapChart.tsx';
import type { MapResult, MapSide } from './result.ts';
import { ScaleLegend } from './ScaleLegend.tsx';
import style from './style.module.css';
import { useColouring } from './use-colouring.ts';
import { summariseMap } from './words.ts';

const DIFFERENCE = partCode(
  'The difference of two maps',
  async () => (await import('./MapDifference.tsx')).MapDifference,
);

interface Shown {
  readonly side: MapSide;
  readonly paint: Paint;
  readonly names: MapNames;
  readonly clusterOf: (index: number) => string;
  /** Values that colour it, as words. */
  readonly valueAt: (index: number) => string;
}

/**
 * Shows the map of one lens, of two beside each other, or the way from one to the other. Depends on the result alone:
 * 100,000 texts must not be drawn again with each report of progress.
 */
export const Maps = memo(function Maps({
  result,
  data,
}: {
  readonly result: MapResult;
  readonly data: MapData;
}) {
  const difference = useDifference();
  const { colouring, error } = useColouring(result, data);
  const { items, sides, moves } = result;
  const [first, second] = sides;
  const classes = useMemo(() => classesOf(items), [items]);
  // One scale for both maps, so that the same place means the same.
  const whole = useMemo(
    () => wholeView(sides.flatMap((side) => (side === undefined ? [] : [side.coordinates]))),
    [sides],
  );
  const shown = useMemo(() => {
    const values = shownValues(colouring);
    return sides.flatMap((side, index): Shown[] => {
      if (side === undefined) return [];
      const paint = paintOf(colouring, side, index);
      const names = clusterNames(side);
      const own = values.filter((value) => value.side === null || value.side === index);
      return [
        {
          side,
          paint,
          // A scale has no names: those of the clusters tell what is where.
          names:
            paint.scale === null
              ? { entries: paint.legend, marks: paint.marks }
              : { entries: clusterEntries(side), marks: side.clusters },
          clusterOf: (at) => names[side.clusters.assignments[at] ?? -1] ?? '',
          valueAt: (at) =>
            own.map(({ name, of }) => `${name}: ${of(at) || 'no value'}`).join(' · '),
        },
      ];
    });
  }, [sides, colouring]);
  const legendOf = ({ paint: { marks, legend, scale } }: Shown) =>
    scale === null ? (
      <Legend
        label={colouring.kind === 'classes' ? colouring.name : 'Clusters'}
        items={items}
        marks={marks}
        entries={legend}
      />
    ) : (
      <ScaleLegend scale={scale} items={items} marks={marks} />
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
            marks={shown[0]!.paint.marks}
            names={shown[0]!.names}
            valueAt={shown[0]!.valueAt}
          />
          {/* The table of moves is the legend of clusters. */}
          {(colouring.kind === 'classes' || colouring.kind === 'scale') && legendOf(shown[0]!)}
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
                items={items}
                marks={each.paint.marks}
                coordinates={each.side.coordinates}
                k={each.side.clusters.k}
                clusterOf={each.clusterOf}
                valueAt={each.valueAt}
                names={each.names}
                whole={whole}
              />
              {legendOf(each)}
            </figure>
          ))}
        </div>
      )}
      <EarlierNote result={result} onLayOut={data.layOutAnew} />
      <div className={style.gold}>
        <ColourChoice colouring={colouring} hasLabels={classes !== null} />
        {colouring.kind === 'waiting' && (
          <p role="status">{error ?? 'The texts are scored; until then, the clusters.'}</p>
        )}
        {classes !== null && <GoldRow sides={sides} classes={classes} />}
      </div>
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
