/** What an export holds: a row a text, with what Facet knows of it. */

import { isBlank } from '../../app/items.ts';
import type { Records } from '../../app/panels.ts';
import { type Cell, type Column, type ExportTable, NO_ROW } from '../../exports/types.ts';
import type { EmbeddedText } from '../../vectors/vector-cache.ts';
import type { ListName } from '../../workspace/edits.ts';
import type { InstructionField, Lens } from '../../workspace/lens.ts';
import type { Workspace } from '../../workspace/workspace.ts';
import { slugsOf } from './names.ts';

/** The instruction that a list is embedded with. */
export const FIELD_OF: Readonly<Record<ListName, InstructionField>> = {
  texts: 'instruction',
  queries: 'queryInstruction',
  documents: 'documentInstruction',
};

export interface Asked {
  readonly workspace: Workspace;
  readonly list: ListName;
  readonly lenses: readonly Lens[];
  /** What is known of a pair; undefined where it is not embedded yet. */
  readonly lookup: (instruction: string, text: string) => EmbeddedText | undefined;
  /** Clusters and places, of `texts` alone; null to leave them out. */
  readonly map: Records | null;
}

/** Texts of the list that are not embedded yet under the lenses. */
export function missingPairs({
  workspace,
  list,
  lenses,
  lookup,
}: Omit<Asked, 'map'>): (readonly [instruction: string, text: string])[] {
  return lenses.flatMap((lens) => {
    const instruction = lens[FIELD_OF[list]];
    return workspace[list].flatMap(({ text }) =>
      isBlank(text) || lookup(instruction, text) !== undefined
        ? []
        : [[instruction, text] as const],
    );
  });
}

/** The vectors of a list with all columns. A row for every text of the list, in its order, blank ones too. */
export function vectorTable(asked: Asked): ExportTable {
  const { workspace, list, lenses, lookup, map } = asked;
  const items = workspace[list];
  const slugs = slugsOf(lenses);
  const named = (what: string, lens: Lens) =>
    lenses.length === 1 ? what : `${what}_${slugs.get(lens.id)}`;
  const found = lenses.map((lens) => ({
    lens,
    entries: items.map(({ text }) =>
      isBlank(text) ? undefined : lookup(lens[FIELD_OF[list]], text),
    ),
  }));
  const width = found.flatMap(({ entries }) => entries).find((entry) => entry !== undefined)?.dim;
  const dim = width ?? 0;
  const came = textColumns(workspace, list);
  const free = beside(came);
  const computed = [
    ...found.flatMap(({ lens, entries }) => reasons(named('no_vector', lens), entries)),
    ...(map === null || list !== 'texts'
      ? []
      : lenses.flatMap((lens) => placesUnder(lens, items, map, (what) => named(what, lens)))),
  ];
  return {
    count: items.length,
    columns: [...came, ...computed.map((column) => ({ ...column, name: free(column.name) }))],
    vectors: found.map(({ lens, entries }) => ({
      name: free(named('vector', lens), dim),
      dim,
      rows: Uint32Array.from(entries, (entry) =>
        entry === undefined || entry.without !== null ? NO_ROW : entry.row,
      ),
    })),
  };
}

/** What came in with the texts: their own columns first, as they were named. */
export function textColumns(workspace: Workspace, list: ListName): Column[] {
  const items = workspace[list];
  const own = columnsOf(workspace, list);
  const free = beside(own);
  const columns: Column[] = [
    ...own,
    { name: free('id'), kind: 'text', values: items.map(({ id }) => id) },
    { name: free('text'), kind: 'text', values: items.map(({ text }) => text) },
  ];
  if (list !== 'texts') return columns;
  const { texts } = workspace;
  if (texts.some(({ label }) => label !== undefined)) {
    const values = texts.map(({ label }) => label ?? null);
    columns.push({ name: free('label'), kind: 'text', values });
  }
  if (new Set(texts.map(({ group }) => group)).size > 1) {
    columns.push({ name: free('group'), kind: 'text', values: texts.map(({ group }) => group) });
  }
  return columns;
}

/**
 * Names beside columns that came in: an export that is read again has "cluster" and "vector_0" already.
 * @returns A name that is free, and under which that many numbered columns are.
 */
function beside(columns: readonly Column[]): (name: string, numbered?: number) => string {
  const taken = new Set(columns.map(({ name }) => name));
  return (name, numbered = 0) => {
    let free = name;
    const isTaken = (at: number) => taken.has(`${free}_${at}`);
    while (taken.has(free) || Array.from({ length: numbered }, (_, at) => at).some(isTaken)) {
      free = `facet_${free}`;
    }
    taken.add(free);
    return free;
  };
}

/** The columns that came with a list's texts; those of other lists are left out. */
function columnsOf(workspace: Workspace, list: ListName): Column[] {
  return (workspace.columns ?? []).flatMap((name, at): Column[] => {
    const values = workspace[list].map(({ cells }) => cells?.[at] ?? null);
    return values.some((value) => value !== null) ? [{ name, kind: 'text', values }] : [];
  });
}

const ID_NAME = /^(_?id|_?key|.*[ _-]id|idx|index)$/i;

/** For each text of a list the id that it came with, where a column of ids names every text of it; else Facet's own. */
export function idsOf(workspace: Workspace, list: ListName): ReadonlyMap<string, string> {
  const items = workspace[list];
  const all = columnsOf(workspace, list);
  const ids = [
    ...all.filter(({ name }) => name === workspace.idColumn),
    ...all.filter(({ name }) => ID_NAME.test(name)),
  ].find(({ values }) => values.every(Boolean) && new Set(values).size === values.length);
  return new Map(items.map(({ id }, at) => [id, String(ids?.values[at] ?? id)]));
}

/** Why a text has no vector; no column where all have one. */
function reasons(name: string, entries: readonly (EmbeddedText | undefined)[]): Column[] {
  const values = entries.map((entry) => (entry === undefined ? 'blank' : entry.without));
  return values.some((value) => value !== null) ? [{ name, kind: 'text', values }] : [];
}

/** Cluster and place under a lens; none where no map of it is shown. */
function placesUnder(
  lens: Lens,
  items: readonly { readonly id: string }[],
  { columns }: Records,
  named: (what: string) => string,
): Column[] {
  const values = (name: string) => columns.find((column) => column.name === name)!.values;
  const [lenses, ids] = [values('lens'), values('id')];
  const rowOf = new Map<Cell, number>();
  for (const [row, of] of lenses.entries()) if (of === lens.id) rowOf.set(ids[row]!, row);
  if (rowOf.size === 0) return [];
  return columns
    .filter(({ name }) => name !== 'lens' && name !== 'id')
    .map((column) => ({
      name: named(column.name),
      kind: column.kind,
      values: items.map(({ id }) => {
        const row = rowOf.get(id);
        return row === undefined ? null : column.values[row]!;
      }),
    }));
}

/** The list that a column of ids is of. */
const LIST_OF: Readonly<Record<string, ListName>> = {
  ...{ id: 'texts', id_a: 'texts', id_b: 'texts' },
  ...{ query_id: 'queries', document_id: 'documents', chunk_id: 'documents' },
};

/** The ranks without the texts of their queries and documents, which a run of TREC does not hold. */
export function idsAlone(records: Records): Records {
  const isText = (name: string) => name === 'query_text' || name === 'text';
  return { ...records, columns: records.columns.filter(({ name }) => !isText(name)) };
}

/** Rows of a panel, with the lenses by the words they are named with, and the ids that the texts came with. */
export function recordTable({ columns }: Records, workspace: Workspace): ExportTable {
  const slugs = slugsOf(workspace.lenses);
  const named = (name: string) => {
    const list = LIST_OF[name];
    if (name === 'lens') return slugs;
    return list === undefined ? null : idsOf(workspace, list);
  };
  return {
    count: columns[0]!.values.length,
    columns: columns.map((column) => {
      const words = named(column.name);
      if (words === null) return column;
      return { ...column, values: column.values.map((id) => words.get(String(id)) ?? id) };
    }),
    vectors: [],
  };
}
