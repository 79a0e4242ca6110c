import type { ReactNode } from 'react';
import { useStore } from 'zustand';
import type { PlacedText } from '../../app/results.ts';
import { highlight, togglePin } from '../../app/view.ts';
import { formatFigure } from '../../widgets/format.ts';
import { ClusterMark } from './ClusterMark.tsx';
import { clusterName } from './cluster-name.ts';
import type { Classes } from './compute.ts';
import { clusterMembers } from './figure.ts';
import type { MapSide } from './result.ts';

/** The clusters of a map: their marks, distinctive terms and sizes, and how well they are apart. */
export function ClusterLegend({
  items,
  side,
  short,
}: {
  readonly items: readonly PlacedText[];
  readonly side: MapSide;
  /** Beside another map there is no room for terms. */
  readonly short: boolean;
}) {
  const clusters = clusterMembers(side.clusters)
    .map(({ length }, cluster) => ({ cluster, size: length, name: clusterName(side, cluster) }))
    .filter(({ size }) => size > 0);
  const { silhouette } = side.clusters;
  const known = Number.isFinite(silhouette);
  const both = items.some(({ place }) => place === 'B');
  return (
    <ul className="legend" aria-label="Clusters">
      {clusters.map(({ cluster, size, name }) => (
        <li key={cluster}>
          <Selects
            title={`Select cluster ${cluster + 1}: ${name}`}
            texts={items.flatMap(({ text }, i) =>
              side.clusters.assignments[i] === cluster ? [text] : [],
            )}
          >
            <ClusterMark cluster={cluster} />
            {short || name === '' ? (
              `Cluster ${cluster + 1}`
            ) : (
              <bdi className="legend-terms ellipsis">{name}</bdi>
            )}
            <span className="legend-size">{size}</span>
          </Selects>
        </li>
      ))}
      <li className="legend-note">
        {both && !short && 'filled A, open B'}
        {both && !short && known && ' · '}
        {known && (
          <span title="Mean silhouette (Rousseeuw 1987): 1 is clusters far apart, 0 is touching, below 0 is mixed">
            silhouette {formatFigure(silhouette)}
          </span>
        )}
      </li>
    </ul>
  );
}

/** The classes people gave, where the colours of the map stand for them. */
export function ClassLegend({
  items,
  classes,
}: {
  readonly items: readonly PlacedText[];
  readonly classes: Classes;
}) {
  const without = classes.classOf.filter((label) => label < 0).length;
  return (
    <ul className="legend" aria-label="Labels">
      {classes.names.map((name, number) => (
        <li key={name}>
          <Selects
            title={`Select the texts labelled ${name}`}
            texts={items.flatMap(({ text }, i) => (classes.classOf[i] === number ? [text] : []))}
          >
            <ClusterMark cluster={number} />
            <bdi className="legend-terms ellipsis">{name}</bdi>
            <span className="legend-size">
              {classes.classOf.filter((label) => label === number).length}
            </span>
          </Selects>
        </li>
      ))}
      {without > 0 && (
        <li>
          <ClusterMark cluster={classes.names.length} />
          No label
          <span className="legend-size">{without}</span>
        </li>
      )}
    </ul>
  );
}

/** An entry of a legend, which selects its texts in all panels. */
function Selects({
  title,
  texts,
  children,
}: {
  readonly title: string;
  readonly texts: readonly string[];
  readonly children: ReactNode;
}) {
  const pressed = useStore(
    highlight,
    ({ pinned }) => pinned.length === texts.length && texts.every((text) => pinned.includes(text)),
  );
  return (
    <button
      type="button"
      className="legend-button"
      data-testid="legend"
      title={title}
      aria-pressed={pressed}
      onClick={() => togglePin(texts)}
    >
      {children}
    </button>
  );
}
