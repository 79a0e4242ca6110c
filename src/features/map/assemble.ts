import type { Analysis } from '../../analysis/types.ts';
import type { Sides } from '../../app/results.ts';
import { classesOf } from './classes.ts';
import { matchClusters } from './match-clusters.ts';
import type { MapResult, MapSide } from './result.ts';
import { withSpreadOf } from './spread.ts';

/** Number of terms that name a cluster. */
const TERMS = 3;

/** A side of a map before its second lens is turned onto the first. */
type PlacedSide = Omit<MapSide, 'terms' | 'gold'>;

/**
 * Puts a map together: aligns the second side with the first, names its clusters and compares them with people's labels.
 * @param isNamed Whether the clusters get names.
 */
export async function assemble(
  analysis: Analysis,
  { items, without, projection, isDraft }: Omit<MapResult, 'sides' | 'moves'>,
  [first, second]: Sides<PlacedSide>,
  signal: AbortSignal,
  isNamed = true,
): Promise<MapResult> {
  const classes = isNamed ? classesOf(items) : null;
  const texts = items.map(({ text }) => text);
  const described = async (side: PlacedSide): Promise<MapSide> => {
    const { assignments } = side.clusters;
    const terms = isNamed ? await analysis.terms(texts, assignments, { count: TERMS, signal }) : [];
    const gold =
      classes === null ? null : await analysis.agree(classes.classOf, assignments, { signal });
    return { ...side, terms, gold };
  };
  const shared = { items, without, projection, ...(isDraft && { isDraft }) };
  if (second === undefined) return { ...shared, sides: [await described(first)], moves: null };
  const aligned = await analysis.align(first.coordinates, second.coordinates, { signal });
  const clusters = matchClusters(first.clusters, second.clusters);
  const moves = await analysis.agree(first.clusters.assignments, clusters.assignments, { signal });
  const coordinates = withSpreadOf(first.coordinates, aligned.coordinates);
  const moved = { ...second, clusters, coordinates };
  const sides = [await described(first), await described(moved)] as const;
  return { ...shared, sides, moves };
}
