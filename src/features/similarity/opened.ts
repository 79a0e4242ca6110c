import { createStore } from 'zustand/vanilla';
import type { PlacedText } from '../../app/results.ts';

/** Two clusters whose texts the matrix shows against each other. */
export interface OpenedClusters {
  /** Clustering that they are of: with another, they are closed. */
  readonly of: object;
  readonly group: 'A' | 'B';
  readonly rows: readonly PlacedText[];
  /** The same list as `rows` for a cluster with itself. */
  readonly columns: readonly PlacedText[];
  readonly rowTotal: number;
  readonly columnTotal: number;
  readonly inside: { readonly rows: string; readonly columns: string };
}

/** What is opened; null while the clusters are shown. */
export const openedClusters = createStore<{ readonly opened: OpenedClusters | null }>()(() => ({
  opened: null,
}));

/** Goes back to the clusters. */
export function closeClusters(): void {
  openedClusters.setState({ opened: null });
}
