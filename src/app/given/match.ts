/** Which text each vector of a file belongs to. */
import type { GivenHead } from '../../given/types.ts';
import { DataError } from '../../lib/data-error.ts';
import { isolated } from '../../lib/isolate.ts';
import type { TextItem, Workspace } from '../../workspace/workspace.ts';

type Lists = Pick<Workspace, 'texts' | 'documents' | 'queries' | 'columns' | 'idColumn'>;

/** Finds the wordings that the row `row` with the id `id` is of; none where the file has more than the page. */
export type Match = (row: number, id: string | null) => readonly string[];

/** Columns of a Parquet file that may name the texts: the workspace's own first, then the one of Facet's exports. */
export function idColumns({ idColumn }: Pick<Workspace, 'idColumn'>): readonly string[] {
  return idColumn === undefined || idColumn === 'id' ? ['id'] : [idColumn, 'id'];
}

/** By ids: every text that has the id, by the workspace's column of ids or by Facet's own. */
export function matchById({ texts, documents, queries, columns, idColumn }: Lists): Match {
  const at = idColumn === undefined ? -1 : (columns?.indexOf(idColumn) ?? -1);
  const byId = new Map<string, string[]>();
  const add = (id: string, text: string) => {
    const known = byId.get(id);
    if (known === undefined) byId.set(id, [text]);
    else known.push(text);
  };
  for (const { id, text, cells } of [texts, documents, queries].flat() as readonly TextItem[]) {
    add(id, text);
    const named = cells?.[at] ?? null;
    if (named !== null && named !== id) add(named, text);
  }
  return (_, id) => (id === null ? [] : (byId.get(id) ?? []));
}

/** By place: the texts, or else the documents or queries, of which there are as many. @throws DataError */
export function matchByRow(
  { texts, documents, queries }: Lists,
  head: GivenHead,
  name: string,
): Match {
  const lists = [texts, documents, queries] as const;
  const list = lists.find(({ length }) => length > 0 && length === head.count);
  if (list === undefined) {
    const expected = [
      `[${texts.length}, values] for the texts`,
      ...(documents.length > 0 ? [`[${documents.length}, values] for the documents`] : []),
      ...(queries.length > 0 ? [`[${queries.length}, values] for the queries`] : []),
    ].join(', or ');
    throw new DataError(
      `${isolated(name)} has vectors of the shape [${head.count}, ${head.dim}]; expected ${expected}: a row for each, in their order. A Parquet file may name its rows by a column of ids instead.`,
    );
  }
  return (row) => [list[row]!.text];
}
