import { Derived } from '../../app/embeddings/derived.ts';
import { groupOf, itemOf, labelsOf } from '../../app/items.ts';
import type { Sources } from '../../app/panels.ts';
import { follower } from '../../lib/follower.ts';
import type { Workspace } from '../../workspace/workspace.ts';
import type { TableResult, TableText } from './result.ts';

const NO_CELLS: readonly (string | null)[] = [];

/** The texts as they stand: it needs no vectors. */
export function createTable({
  workspace,
  begin,
}: Pick<Sources, 'workspace' | 'begin'>): Derived<Workspace, TableResult> {
  const rowsOf = { A: maker('A'), B: maker('B'), Q: maker('Q'), D: maker('D') };
  return new Derived<Workspace, TableResult>({
    begin,
    inputs() {
      const input = workspace();
      const { texts, queries, documents } = input;
      if (texts.length + queries.length + documents.length === 0) return { kind: 'empty' };
      return { kind: 'ready', input };
    },
    same: (a, b) =>
      a.texts === b.texts &&
      a.queries === b.queries &&
      a.documents === b.documents &&
      a.columns === b.columns,
    async compute(current) {
      const { columns = [], queries, documents } = current;
      const rows = rowsOf
        .A(groupOf(current, 'A'))
        .concat(rowsOf.B(groupOf(current, 'B')), rowsOf.Q(queries), rowsOf.D(documents));
      return { rows, columns, labelled: labelsOf(current).length > 0 };
    },
  });
}

/** Makes the rows of a list. An edit of one text among 100,000 makes one anew. */
function maker(place: TableText['place']) {
  return follower<Workspace['queries'][number], TableText>((item, index) => {
    const placed = itemOf(item, index, place);
    return placed && { ...placed, cells: item.cells ?? NO_CELLS };
  });
}
