import type { LabelledText } from '../corpus/tables/columns.ts';
import { newId } from '../lib/ids.ts';
import type { Workspace } from './workspace.ts';

/** The three lists of a workspace that hold texts. */
export type ListName = 'texts' | 'queries' | 'documents';

export type Group = 'A' | 'B';

/** Adds texts to the end of a list. Group and labels apply to `texts` only. */
export function addItems(
  workspace: Workspace,
  list: ListName,
  texts: readonly LabelledText[],
  group: Group,
): Workspace {
  if (list === 'texts') {
    const added = texts.map((item) => ({ ...item, id: newId(), group }));
    return { ...workspace, texts: [...workspace.texts, ...added] };
  }
  const added = texts.map(({ text }) => ({ id: newId(), text }));
  return { ...workspace, [list]: [...workspace[list], ...added] };
}

export function removeItem(workspace: Workspace, list: ListName, id: string): Workspace {
  if (list === 'texts') {
    return { ...workspace, texts: workspace.texts.filter((item) => item.id !== id) };
  }
  return { ...workspace, [list]: workspace[list].filter((item) => item.id !== id) };
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
    const texts = workspace.texts.map((item) => (item.id === id ? { ...item, text } : item));
    return { ...workspace, texts };
  }
  const items = workspace[list].map((item) => (item.id === id ? { ...item, text } : item));
  return { ...workspace, [list]: items };
}

/** Sets a text's label; an empty label removes it. */
export function setLabel(workspace: Workspace, id: string, label: string): Workspace {
  const texts = workspace.texts.map((item) => {
    if (item.id !== id) return item;
    const { label: _, ...rest } = item;
    return label === '' ? rest : { ...rest, label };
  });
  return { ...workspace, texts };
}

export function moveToGroup(workspace: Workspace, id: string, group: Group): Workspace {
  const texts = workspace.texts.map((item) => (item.id === id ? { ...item, group } : item));
  return { ...workspace, texts };
}

/** Empties a list; for `texts`, one group. */
export function clearList(workspace: Workspace, list: ListName, group: Group): Workspace {
  if (list === 'texts') {
    return { ...workspace, texts: workspace.texts.filter((item) => item.group !== group) };
  }
  return { ...workspace, [list]: [] };
}
