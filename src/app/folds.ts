/** Panels that are folded to a button below the others. */
import type { PanelDefinition } from './panels.ts';
import { type View, view } from './view.ts';

/** Texts from which the page is a workbench: what is empty folds, and the map has a table of the texts beside it. */
export const WORKBENCH_FROM = 300;

/** Whether a panel is folded: as the person left it, else as it starts, else if it has nothing to show. */
export function isFolded(
  { name, startsFolded }: PanelDefinition,
  { folds, large }: Pick<View, 'folds' | 'large'>,
  { texts, empty }: { readonly texts: number; readonly empty: boolean },
): boolean {
  if (large === name) return false;
  return folds[name] ?? (startsFolded?.(texts) || (texts >= WORKBENCH_FROM && empty));
}

export function fold(name: string, folded: boolean): void {
  const { folds } = view.getState();
  if (folds[name] !== folded) view.setState({ folds: { ...folds, [name]: folded } });
}
