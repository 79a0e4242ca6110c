/** From a result to a lens. */
import { editWithToast } from '../../app/actions.ts';
import { app } from '../../app/app.ts';
import { openLens } from '../../app/lenses/lens-actions.ts';
import { view } from '../../app/view.ts';
import type { NamedInstruction } from '../../evaluation/compare/null-rows.ts';
import type { TaskKind } from '../../evaluation/tasks/types.ts';
import { isolated } from '../../lib/isolate.ts';
import type { Lens } from '../../workspace/lens.ts';
import { addLens, changeLens } from '../../workspace/lens-edits.ts';
import { isAsymmetric } from './instructions.ts';
import { evaluating } from './state.ts';

/** Longest name that a lens gets from an instruction's words. */
const MOST_NAME = 40;

/** The lens that has this instruction already. */
export function lensWith(
  lenses: readonly Lens[],
  kind: TaskKind,
  { query, document }: NamedInstruction,
): Lens | undefined {
  return lenses.find((lens) =>
    isAsymmetric(kind)
      ? lens.queryInstruction === query && lens.documentInstruction === document
      : lens.instruction === query,
  );
}

/** Adds a lens with the instruction and looks through it; the toast takes it back. */
export function makeLens(kind: TaskKind, { name, query, document }: NamedInstruction): void {
  const before = app().workspace.getState().workspace.lenses;
  const words = name.replace(/^found by search: /, '').trim();
  const short = words.length > MOST_NAME ? `${words.slice(0, MOST_NAME - 1)}…` : words;
  const changed = editWithToast(`Added the lens “${isolated(short)}”`, (current) => {
    const added = addLens(current);
    if (added === current) return current;
    const instructions = isAsymmetric(kind)
      ? { queryInstruction: query, documentInstruction: document }
      : { instruction: query };
    return changeLens(added, added.lenses.at(-1)!.id, { name: short, ...instructions });
  });
  if (!changed) return;
  const { lenses } = app().workspace.getState().workspace;
  const made = lenses.find(({ id }) => before.every((lens) => lens.id !== id));
  if (made !== undefined) lookThrough(made.id);
}

/** Shows the panels through a lens. */
export function lookThrough(id: string): void {
  openLens(id);
  view.setState({ mode: 'one', first: id });
  evaluating.setState({ open: false });
}
