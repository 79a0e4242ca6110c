import type { ColumnRoles, LabelledText, TextRow } from '../corpus/tables/columns.ts';
import { newId } from '../lib/ids.ts';
import type { ChunkColumns, Workspace } from './workspace.ts';

/** The three lists of a workspace that hold texts. */
export type ListName = 'texts' | 'queries' | 'documents';

export type Group = 'A' | 'B';

/** Adds texts to the end of a list, with the cells of their rows. Group and labels apply to `texts` only. */
export function addItems(
  workspace: Workspace,
  list: ListName,
  texts: readonly LabelledText[],
  group: Group,
): Workspace {
  const columns = [...(workspace.columns ?? [])];
  const cellsOf = placer(columns);
  const added = texts.map(({ text, label, row }) => ({
    id: newId(),
    text,
    ...(list === 'texts' && { group, ...(label !== undefined && { label }) }),
    ...(row !== undefined && { cells: cellsOf(row) }),
  }));
  return {
    ...workspace,
    ...(columns.length > 0 && { version: workspace.version === 5 ? 5 : 3, columns }),
    [list]: [...workspace[list], ...added],
  };
}

/**
 * Notes which columns hold labels and ids, and which place chunks. Columns that the workspace does not have are passed
 * over.
 */
export function withRoles(
  workspace: Workspace,
  roles: readonly ColumnRoles[],
  chunks: ChunkColumns | null,
): Workspace {
  const { columns = [] } = workspace;
  const named = [...(workspace.facets ?? []), ...roles.flatMap(({ facets }) => facets)];
  const facets = [...new Set(named)].filter((name) => columns.includes(name));
  const id = workspace.idColumn ?? roles.find((role) => role.id !== null)?.id ?? null;
  return {
    ...workspace,
    ...(facets.length > 0 && { facets }),
    ...(id !== null && columns.includes(id) && { idColumn: id }),
    ...(chunks !== null && { chunks }),
  };
}

/** Returns a function that puts the cells of a row in the order of `columns`, which grow by new names. */
function placer(columns: string[]): (row: TextRow) => (string | null)[] {
  const known = new Map<TextRow['names'], readonly number[]>();
  return ({ names, cells }) => {
    let places = known.get(names);
    if (places === undefined) {
      places = names.map((name) => {
        if (name === null) return -1;
        const at = columns.indexOf(name);
        return at < 0 ? columns.push(name) - 1 : at;
      });
      known.set(names, places);
    }
    const placed: (string | null)[] = [];
    for (const [at, place] of places.entries()) {
      if (place < 0) continue;
      while (placed.length < place) placed.push(null);
      placed[place] = cells[at] ?? null;
    }
    return placed;
  };
}

/** Labels every text by a column; those without a cell there lose their label. */
export function labelBy(workspace: Workspace, column: string): Workspace {
  const at = workspace.columns?.indexOf(column) ?? -1;
  const texts = workspace.texts.map(({ label: _, ...item }) => {
    const cell = item.cells?.[at]?.trim() ?? '';
    return cell === '' ? item : { ...item, label: cell };
  });
  return { ...workspace, texts };
}

export function removeItem(workspace: Workspace, list: ListName, id: string): Workspace {
  if (list === 'texts') {
    return { ...workspace, texts: workspace.texts.filter((item) => item.id !== id) };
  }
  return { ...workspace, [list]: workspace[list].filter((item) => item.id !== id) };
}

/** Removes texts of a list by their ids. */
export function removeItems(
  workspace: Workspace,
  list: ListName,
  ids: ReadonlySet<string>,
): Workspace {
  const stays = ({ id }: { readonly id: string }) => !ids.has(id);
  return list === 'texts'
    ? { ...workspace, texts: workspace.texts.filter(stays) }
    : { ...workspace, [list]: workspace[list].filter(stays) };
}

/** Removes every text with one of these wordings, from all lists. */
export function removeTexts(workspace: Workspace, wordings: readonly string[]): Workspace {
  const gone = new Set(wordings);
  const stays = ({ text }: { readonly text: string }) => !gone.has(text);
  return {
    ...workspace,
    texts: workspace.texts.filter(stays),
    queries: workspace.queries.filter(stays),
    documents: workspace.documents.filter(stays),
  };
}

export function setItemText(
  workspace: Workspace,
  list: ListName,
  id: string,
  text: string,
): Workspace {
  if (list === 'texts') {
    return { ...workspace, texts: changed(workspace.texts, id, (item) => ({ ...item, text })) };
  }
  return { ...workspace, [list]: changed(workspace[list], id, (item) => ({ ...item, text })) };
}

/** Place of the item that was changed last: a person types letter by letter. */
let lastPlace = 0;

/** Returns the list with one item changed; the list itself without such an item. */
function changed<Item extends { readonly id: string }>(
  items: readonly Item[],
  id: string,
  change: (item: Item) => Item,
): readonly Item[] {
  const at = items[lastPlace]?.id === id ? lastPlace : items.findIndex((item) => item.id === id);
  if (at === -1) return items;
  lastPlace = at;
  return items.with(at, change(items[at]!));
}

/** Gives every text with one of these wordings a label; an empty one takes their labels away. */
export function labelTexts(
  workspace: Workspace,
  wordings: readonly string[],
  label: string,
): Workspace {
  const meant = new Set(wordings);
  let changed = false;
  const texts = workspace.texts.map((item) => {
    if (!meant.has(item.text) || (item.label ?? '') === label) return item;
    changed = true;
    const { label: _, ...rest } = item;
    return label === '' ? rest : { ...rest, label };
  });
  return changed ? { ...workspace, texts } : workspace;
}

/** Sets a text's label; an empty label removes it. */
export function setLabel(workspace: Workspace, id: string, label: string): Workspace {
  const texts = changed(workspace.texts, id, ({ label: _, ...rest }) =>
    label === '' ? rest : { ...rest, label },
  );
  return { ...workspace, texts };
}

export function moveToGroup(workspace: Workspace, id: string, group: Group): Workspace {
  return { ...workspace, texts: changed(workspace.texts, id, (item) => ({ ...item, group })) };
}

/** Empties a list; for `texts`, one group. */
export function clearList(workspace: Workspace, list: ListName, group: Group): Workspace {
  if (list === 'texts') {
    return { ...workspace, texts: workspace.texts.filter((item) => item.group !== group) };
  }
  return { ...workspace, [list]: [] };
}
