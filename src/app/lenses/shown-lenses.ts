import type { Lens } from '../../workspace/lens.ts';
import type { SavedView } from '../../workspace/saved-view.ts';
import type { Workspace } from '../../workspace/workspace.ts';
import type { View } from '../view.ts';

type Mode = SavedView['mode'];

/** The lenses that all panels show. Derived from the workspace and the view, so that no panel can disagree. */
export interface ShownLenses {
  readonly mode: Mode;
  /** One lens in mode `one`, two different ones otherwise. */
  readonly lenses: readonly [first: Lens, second?: Lens];
}

/** Returns the lenses that can be looked through: those switched on, or all where none is. */
export function offeredLenses({ lenses }: Pick<Workspace, 'lenses'>): readonly Lens[] {
  const on = lenses.filter((lens) => lens.on);
  return on.length > 0 ? on : lenses;
}

/** Returns the shown lenses. With only one lens to look through there is no comparison, whatever mode was chosen. */
export function shownLensesOf(
  workspace: Pick<Workspace, 'lenses'>,
  { mode, first, second }: Pick<View, 'mode' | 'first' | 'second'>,
): ShownLenses {
  const offered = offeredLenses(workspace);
  const one = offered.find(({ id }) => id === first) ?? offered[0]!;
  const others = offered.filter((lens) => lens !== one);
  const other = others.find(({ id }) => id === second) ?? others[0];
  if (mode === 'one' || other === undefined) return { mode: 'one', lenses: [one] };
  return { mode, lenses: [one, other] };
}

/** Lists the shown lenses, first to last. */
export function listLenses({ lenses }: ShownLenses): readonly Lens[] {
  return lenses.filter((lens) => lens !== undefined);
}
