import type { Analysis } from '../../analysis/types.ts';
import { eachSide, vectorSet } from '../../app/embeddings/gather.ts';
import {
  clusterLines,
  clusterTitle,
  groupsOf,
  ordered,
  reordered,
  typicalTexts,
  withTexts,
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
  // A group may have few texts, and none in most clusters.
  const rowOrder = withTexts(order, rows);
  const columnOrder = shared.self ? rowOrder : withTexts(order, columns);
  const side = ({ lens, means }: typeof first) => ({
    lens,
    values: reordered(means, count, rowOrder, columnOrder),
  });
  const [, second] = found;
  const rowLines = clusterLines(items, clustered, rows, rowOrder);
  const columnLines = shared.self ? rowLines : clusterLines(items, clustered, columns, columnOrder);
  const textsOf = (groups: Int32Array, cluster: number) =>
    typicalTexts(items, groups, cluster, first, MATRIX_LIMIT);
  return {
    ...shared,
    rows: rowLines,
    columns: columnLines,
    sides: second === undefined ? [side(first)] : [side(first), side(second)],
    without,
    open(row, column) {
      const [ownCluster, otherCluster] = [rowOrder[row]!, columnOrder[column]!];
      const own = textsOf(rows, ownCluster);
      const others = shared.self && row === column ? own : textsOf(columns, otherCluster);
      openedClusters.setState({
        opened: {
          of: clustered.clusters,
          group,
          rows: own,
          columns: others,
          rowTotal: rowLines[row]!.texts.length,
          columnTotal: columnLines[column]!.texts.length,
          inside: {
            rows: clusterTitle(clustered, ownCluster),
            columns: clusterTitle(clustered, otherCluster),
          },
        },
      });
    },
  };
}
