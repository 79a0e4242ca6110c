import { Derived } from '../../app/embeddings/derived.ts';
import type { Sources } from '../../app/panels.ts';
import { readableTexts, textRefOf } from '../../app/readable-texts.ts';
import type { Workspace } from '../../workspace/workspace.ts';
import type { TableResult } from './result.ts';

const NO_CELLS: readonly (string | null)[] = [];

/** The texts as they stand: it needs no vectors. */
export function createTable({
  workspace,
  begin,
}: Pick<Sources, 'workspace' | 'begin'>): Derived<Workspace, TableResult> {
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
      const cells = {
        texts: cellsOf(current.texts),
        queries: cellsOf(current.queries),
        documents: cellsOf(current.documents),
      };
      return {
        rows: readableTexts(current).map((item) => ({
          ...item,
          cells: cells[textRefOf(item).list].get(item.id) ?? NO_CELLS,
        })),
        columns: current.columns ?? [],
        labelled: current.texts.some(({ label }) => label !== undefined),
      };
    },
  });
}

function cellsOf(items: Workspace['queries']): ReadonlyMap<string, readonly (string | null)[]> {
  return new Map(items.map(({ id, cells }) => [id, cells ?? NO_CELLS]));
}
