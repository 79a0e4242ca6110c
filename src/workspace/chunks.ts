/** Puts chunks of long texts into a workspace: each is a text, with columns that say where it stands in its document. */
import type { ColumnRoles, LabelledText, TextRow } from '../corpus/tables/columns.ts';
import type { ListName } from './edits.ts';
import type { ChunkColumns, Workspace } from './workspace.ts';

/** Columns of chunks by their usual names, and by those where tables have columns of these names. */
const USUAL: ChunkColumns = { document: 'document', chunk: 'chunk', start: 'start', end: 'end' };
const CLEAR: ChunkColumns = {
  document: 'chunk_document',
  chunk: 'chunk_number',
  start: 'chunk_start',
  end: 'chunk_end',
};
/** Characters of a cell that goes with the first chunk of its document alone: with each, a workspace would grow by a multiple. */
const LONG_CELL = 1000;

/** Texts that are ready to be added. */
export interface Incoming {
  readonly texts: readonly LabelledText[];
  readonly roles: readonly ColumnRoles[];
  /** Columns of chunks; null where none of the texts was cut. */
  readonly chunks: ChunkColumns | null;
}

/**
 * Renames columns of tables that have the name of a column of the workspace's chunks, which would take their cells for
 * places of chunks.
 */
export function besideChunks(
  { columns = [], chunks }: Workspace,
  texts: readonly LabelledText[],
  roles: readonly ColumnRoles[],
): Incoming {
  if (chunks === undefined) return { texts, roles, chunks: null };
  const placing = new Set(Object.values(chunks));
  const own = namesOf(texts);
  if (!own.some((name) => placing.has(name))) return { texts, roles, chunks: null };
  const taken = new Set([...columns, ...own]);
  const renamed = new Map<string, string>();
  for (const name of own) {
    if (placing.has(name)) renamed.set(name, freeName(`${name}_of_file`, taken));
  }
  const rename = (name: string) => renamed.get(name) ?? name;
  const listOf = perNames((names) => names.map((name) => (name === null ? null : rename(name))));
  return {
    texts: texts.map((each) =>
      each.row === undefined
        ? each
        : { ...each, row: { names: listOf(each.row.names), cells: each.row.cells } },
    ),
    roles: roles.map(({ facets, id }) => ({
      facets: facets.map(rename),
      id: id === null ? null : rename(id),
    })),
    chunks: null,
  };
}

/**
 * Cuts texts into chunks, each with the label and the cells of its text. A text that is not cut is its own only chunk.
 * @param places For each text, start and end of each chunk in UTF-16 units, [2 × chunks]; null for one that is not cut.
 * @param list List that gets them: documents of one list have different names. A document is named by its id, its
 *   path or a number.
 */
export function toChunks(
  workspace: Workspace,
  list: ListName,
  { texts: given, roles: all }: Pick<Incoming, 'texts' | 'roles'>,
  places: readonly (Uint32Array | null)[],
): Incoming {
  const { texts, roles } = besideChunks(workspace, given, all);
  const columns =
    workspace.chunks ?? freeColumns([...(workspace.columns ?? []), ...namesOf(texts)]);
  const added = [columns.document, columns.chunk, columns.start, columns.end];
  const listOf = perNames((names) => [...names, ...added]);
  const ids = new Set(roles.flatMap(({ id }) => id ?? []));
  const idAt = perNames((names) => names.findIndex((name) => name !== null && ids.has(name)));
  const pathAt = perNames((names) => names.indexOf('path'));
  const taken = documentNames(workspace, list);
  let numbered = taken.size;
  const nameOf = (row: TextRow | undefined): string => {
    const cell = (at: number) => (at < 0 ? '' : (row?.cells[at]?.trim() ?? ''));
    const own = row === undefined ? '' : cell(idAt(row.names)) || cell(pathAt(row.names));
    if (own !== '') return freeName(own, taken);
    do numbered += 1;
    while (taken.has(`${numbered}`));
    taken.add(`${numbered}`);
    return `${numbered}`;
  };
  const none: TextRow['names'] = [];
  const chunks: LabelledText[] = [];
  for (const [at, { text, row, ...rest }] of texts.entries()) {
    const document = nameOf(row);
    const own = places[at] ?? [0, text.length];
    const names = row?.names ?? none;
    const cells = names.map((_, column) => row?.cells[column] ?? null);
    const later = cells.map((cell) => (cell !== null && cell.length > LONG_CELL ? null : cell));
    for (let i = 0; i < own.length; i += 2) {
      const [start, end] = [own[i]!, own[i + 1]!];
      const kept = i === 0 ? cells : later;
      chunks.push({
        ...rest,
        text: text.slice(start, end),
        row: {
          names: listOf(names),
          cells: [...kept, document, `${i / 2 + 1}`, `${start}`, `${end}`],
        },
      });
    }
  }
  return { texts: chunks, roles, chunks: columns };
}

function documentNames({ columns = [], chunks, ...lists }: Workspace, list: ListName): Set<string> {
  const at = chunks === undefined ? -1 : columns.indexOf(chunks.document);
  return new Set(lists[list].flatMap(({ cells }) => cells?.[at] ?? []));
}

function freeColumns(columns: readonly string[]): ChunkColumns {
  const taken = new Set(columns);
  const isFree = (names: ChunkColumns) => Object.values(names).every((name) => !taken.has(name));
  if (isFree(USUAL)) return USUAL;
  return {
    document: freeName(CLEAR.document, taken),
    chunk: freeName(CLEAR.chunk, taken),
    start: freeName(CLEAR.start, taken),
    end: freeName(CLEAR.end, taken),
  };
}

/** Returns the name, with a number if it is taken, and takes it. */
function freeName(name: string, taken: Set<string>): string {
  let free = name;
  for (let n = 2; taken.has(free); n++) free = `${name} (${n})`;
  taken.add(free);
  return free;
}

/** Names of all columns of the texts' rows. */
function namesOf(texts: readonly LabelledText[]): string[] {
  const lists = new Set(texts.flatMap(({ row }) => (row === undefined ? [] : [row.names])));
  return [...new Set([...lists].flat())].filter((name) => name !== null);
}

/** Makes something of a table's list of names once: all its rows have the same list. */
function perNames<Made>(
  make: (names: TextRow['names']) => Made,
): (names: TextRow['names']) => Made {
  const made = new Map<TextRow['names'], Made>();
  return (names) => {
    if (!made.has(names)) made.set(names, make(names));
    return made.get(names)!;
  };
}
