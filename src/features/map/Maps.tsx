import { useMemo } from 'react';
import { useView } from '../../app/app.ts';
import { LazyPart, partCode } from '../../app/failure/LazyPart.tsx';
import { LensName } from '../../app/LensName.tsx';
import { useDifference } from '../../app/use-shown-lenses.ts';
import { ClassLegend, ClusterLegend } from './ClusterLegend.tsx';
import { classesOf } from './compute.ts';
import { type MapPicture, marksOf, wholeView } from './figure.ts';
import { GoldRow } from './GoldRow.tsx';
import { MapChart } from './MapChart.tsx';
import type { MapResult, MapSide } from './result.ts';

const DIFFERENCE = partCode(
  'The difference of two maps',
  async () => (await import('./MapDifference.tsx')).MapDifference,
);

/** The map of one lens, of two beside each other, or the way from one to the other. */
export function Maps({ result }: { readonly result: MapResult }) {
  const difference = useDifference();
  const byLabels = useView((state) => state.mapColour === 'labels');
  const { items, sides, moves } = result;
  const [first, second] = sides;
  const classes = useMemo(() => classesOf(items), [items]);
  const shown = byLabels ? classes : null;
  // On one scale, so that the same place means the same on both maps.
  const whole = useMemo(
    () => wholeView(sides.flatMap((side) => (side === undefined ? [] : [side.coordinates]))),
    [sides],
  );
  const pictures = useMemo(
    () =>
      sides.flatMap((side): { side: MapSide; picture: MapPicture }[] => {
        if (side === undefined) return [];
        const { clusters, coordinates } = side;
        const marks = shown === null ? clusters : marksOf(shown);
        return [{ side, picture: { items, marks, coordinates } }];
      }),
    [items, sides, shown],
  );
  return (
    <>
      {difference && second !== undefined && moves !== null ? (
        <LazyPart
          code={DIFFERENCE}
          result={result}
          from={first}
          to={second}
          moves={moves}
          marks={pictures[0]!.picture.marks}
        />
      ) : (
        <div className="sides">
          {pictures.map(({ side, picture }, index) => (
            <figure key={index === 0 ? 'first' : 'second'} className="side">
              {second !== undefined && (
                <figcaption>
                  <LensName id={side.lens} />
                </figcaption>
              )}
              <MapChart picture={picture} clusters={side.clusters} whole={whole} />
              {shown === null ? (
                <ClusterLegend items={items} side={side} short={second !== undefined} />
              ) : (
                <ClassLegend items={items} classes={shown} />
              )}
            </figure>
          ))}
        </div>
      )}
      {classes !== null && <GoldRow sides={sides} classes={classes} />}
    </>
  );
}
