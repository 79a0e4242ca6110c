import type { Analysis } from '../../analysis/types.ts';
import { eachSide, vectorSet } from '../../app/embeddings/gather.ts';
import {
  clusterLines,
  clusterTitle,
  groupsOf,
  ordered,
  reordered,
  typicalTexts,
} from './clusters.ts';
import { type ClustersInput, MATRIX_LIMIT } from './inputs.ts';
import { openedClusters } from './opened.ts';
import type { ClusterSimilarity } from './result.ts';

/** Computes the mean cosines of clusters, which are those of the first lens for both lenses. */
export async function computeClusters(
  analysis: Analysis,
  { map, group, sides: asked, ...shared }: ClustersInput,
  signal: AbortSignal,
): Promise<ClusterSimilarity> {
  const { items, without } = map;
  const [clustered] = map.sides;
  const count = clustered.clusters.k;
  const rows = groupsOf(items, clustered, 'A');
  const columns = shared.self ? rows : groupsOf(items, clustered, group);
  const found = await eachSide(asked, async ({ lens, lists: [entries] }) => {
    const set = vectorSet(entries!);
    return { lens, ...(await analysis.meanCosines(set, { rows, columns, count }, { signal })) };
  });
  const [first] = found;
  const order = ordered(first.means, count);
  const side = ({ lens, means }: typeof first) => ({ lens, values: reordered(means, order) });
  const [, second] = found;
  const rowLines = clusterLines(items, clustered, rows, order);
  const columnLines = shared.self ? rowLines : clusterLines(items, clustered, columns, order);
  const textsOf = (groups: Int32Array, at: number) =>
    typicalTexts(items, groups, order[at]!, first, MATRIX_LIMIT);
  return {
    ...shared,
    rows: rowLines,
    columns: columnLines,
    sides: second === undefined ? [side(first)] : [side(first), side(second)],
    without,
    open(row, column) {
      const own = textsOf(rows, row);
      const others = shared.self && row === column ? own : textsOf(columns, column);
      // A cluster may have no text in one of the groups.
      if (own.length === 0 || others.length === 0) return;
      openedClusters.setState({
        opened: {
          of: clustered.clusters,
          group,
          rows: own,
          columns: others,
          rowTotal: rowLines[row]!.texts.length,
          columnTotal: columnLines[column]!.texts.length,
          inside: {
            rows: clusterTitle(clustered, order[row]!),
            columns: clusterTitle(clustered, order[column]!),
          },
        },
      });
    },
  };
}
