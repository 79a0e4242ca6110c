/** The workspace's own texts as labelled data. */

import { isBlank } from '../../app/items.ts';
import type { NamedData } from '../../evaluation/formats/rows.ts';
import type { LabelledText } from '../../evaluation/tasks/classification.ts';
import { heldOutTask } from '../../evaluation/tasks/held-out.ts';
import { isolated } from '../../lib/isolate.ts';
import { classColumns } from '../../workspace/class-columns.ts';
import type { Workspace } from '../../workspace/workspace.ts';

/** Where labels come from: those that a person gave, or a column. */
export interface LabelSource {
  /** Null for the given labels. */
  readonly column: string | null;
  readonly name: string;
}

/** Lists what the texts can be labelled by. */
export function labelSources(workspace: Workspace): LabelSource[] {
  const given = workspace.texts.some(({ label }) => (label ?? '').trim() !== '');
  return [
    ...(given ? [{ column: null, name: 'the labels of the texts' }] : []),
    ...classColumns(workspace).map((column) => ({
      column,
      name: `the column “${isolated(column)}”`,
    })),
  ];
}

/** Columns by which queries and documents can be matched: some value stands in both. */
export function matchColumns({ columns = [], queries, documents }: Workspace): string[] {
  return columns.filter((_, at) => {
    const values = new Set(queries.flatMap(({ cells }) => cells?.[at]?.trim() || []));
    return documents.some(({ cells }) => values.has(cells?.[at]?.trim() || '\u0000'));
  });
}

/**
 * Makes the tasks of the workspace's texts. A wording that stands several times counts once, with its first label: a text
 * must not be learnt from and predicted.
 * @param source Null for no labelled texts. @param match Column that says which documents answer a query; null for none.
 */
export function workspaceTasks(
  workspace: Workspace,
  source: LabelSource | null,
  match: string | null,
): NamedData[] {
  const tasks: NamedData[] = [];
  const texts = source === null ? [] : labelledTexts(workspace, source);
  if (new Set(texts.map(({ label }) => label)).size > 1) {
    const by = source!.column === null ? '' : ` by ${source!.column}`;
    tasks.push(
      { name: `${workspace.name}${by}: classification`, ...heldOutTask(texts) },
      { name: `${workspace.name}${by}: clustering`, task: { kind: 'clustering', data: texts } },
    );
  }
  if (match !== null) tasks.push(retrieval(workspace, match));
  return tasks;
}

function labelledTexts(workspace: Workspace, { column }: LabelSource): LabelledText[] {
  const at = column === null ? -1 : (workspace.columns ?? []).indexOf(column);
  const seen = new Set<string>();
  return workspace.texts.flatMap(({ text, label, cells }) => {
    const own = (column === null ? label : cells?.[at])?.trim() ?? '';
    if (own === '' || isBlank(text) || seen.has(text)) return [];
    seen.add(text);
    return [{ text, label: own }];
  });
}

function retrieval(
  { name, columns = [], queries, documents }: Workspace,
  match: string,
): NamedData {
  const at = columns.indexOf(match);
  const cellOf = ({ cells }: Workspace['queries'][number]) => cells?.[at]?.trim() ?? '';
  const listed = (items: Workspace['queries']) =>
    items.filter(({ text }) => !isBlank(text)).map(({ id, text }) => ({ id, text }));
  const judgements = new Map(
    queries.map((query) => [
      query.id,
      new Map(
        documents
          .filter((document) => cellOf(document) !== '' && cellOf(document) === cellOf(query))
          .map(({ id }) => [id, 1] as const),
      ),
    ]),
  );
  return {
    name: `${name}: retrieval by ${match}`,
    task: {
      kind: 'retrieval',
      data: { queries: listed(queries), documents: listed(documents), judgements },
    },
    note: `A document is relevant to a query that has the same value in the column “${isolated(match)}”.`,
  };
}
