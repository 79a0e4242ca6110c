import type { Agreement, Clusters, ClusterTerm, Projection } from '../../analysis/types.ts';
import type { PlacedText, Sides, WithoutVector } from '../../app/results.ts';
import type { OnEarlier } from './earlier.ts';

export interface MapSide {
  readonly lens: string;
  /** Clusters, numbered after the clusters of the first side that they share most texts with. */
  readonly clusters: Clusters;
  /** Coordinates, Float32Array [items × 2]; the second side's are turned onto the first's and as widely spread. */
  readonly coordinates: Float32Array;
  /** How the texts differ from the earlier map's whose places they have; null for a layout of their own. */
  readonly onEarlier: OnEarlier | null;
  /** Distinctive terms of each cluster, best first. */
  readonly terms: readonly (readonly ClusterTerm[])[];
  /** Agreement of people's labels with the clusters; null where fewer than two texts have one. */
  readonly gold: Agreement | null;
}

export interface MapResult {
  /** Texts that have a vector under every shown lens. */
  readonly items: readonly PlacedText[];
  /** Texts on no map: under a lens they have no vector of their own. */
  readonly without: readonly WithoutVector[];
  readonly projection: Projection;
  /** Whether places, and perhaps clusters, are a first look. */
  readonly isDraft?: true;
  readonly sides: Sides<MapSide>;
  /** Agreement of the two sides' clusters, with its table of moves; null for one side. */
  readonly moves: Agreement | null;
}
