import { type InstructionField, type Lens, MOST_LENSES } from '../../workspace/lens.ts';
import { addLens, changeLens, duplicateLens, removeLens } from '../../workspace/lens-edits.ts';
import { editWithToast } from '../actions.ts';
import { app } from '../app.ts';
import { view } from '../view.ts';
import { lensName } from './LensName.tsx';

const lenses = () => app().workspace.getState().workspace.lenses;

/** Opens a lens for editing. In mode `one` it also becomes the shown lens, so that its edits are seen. */
export function openLens(id: string): void {
  const { mode } = view.getState();
  view.setState({ openLens: id, editorClosed: false, ...(mode === 'one' && { first: id }) });
}

/** Adds a lens, a copy of `original` if given, opens it and returns its id. */
export function createLens(original?: string): string | null {
  const before = lenses();
  app()
    .workspace.getState()
    .edit(original === undefined ? 'Add lens' : 'Duplicate lens', (current) =>
      original === undefined ? addLens(current) : duplicateLens(current, original),
    );
  const added = lenses().find((lens) => !before.includes(lens));
  if (added === undefined) return null;
  openLens(added.id);
  // In a comparison it becomes the second lens.
  if (view.getState().mode !== 'one') view.setState({ second: added.id });
  return added.id;
}

/** Removes a lens; the toast brings it back. Returns the id of the lens that takes its place. */
export function deleteLens({ id, name }: Lens): string | null {
  const at = lenses().findIndex((lens) => lens.id === id);
  editWithToast(`Deleted lens “${lensName({ name })}”`, (current) => removeLens(current, id));
  return (lenses()[at] ?? lenses().at(-1))?.id ?? null;
}

/** Compares the shown lens with a copy of it, to be changed. */
export function compareWithCopy(id: string): void {
  const copy = createLens(id);
  if (copy !== null) view.setState({ mode: 'two', first: id, second: copy });
}

export function switchLens({ id, on, name }: Lens): void {
  const label = `Switch lens “${lensName({ name })}” ${on ? 'off' : 'on'}`;
  app()
    .workspace.getState()
    .edit(label, (current) => changeLens(current, id, { on: !on }));
}

/** Edits a field of a lens. Typing in one field of one lens is one step of undo. */
export function typeInLens(id: string, field: 'name' | InstructionField, value: string): void {
  // The lens stays open, also once its instruction is empty.
  view.setState({ openLens: id });
  app()
    .workspace.getState()
    .edit(
      field === 'name' ? 'Rename lens' : 'Change instruction',
      (current) => changeLens(current, id, { [field]: value }),
      `lens:${id}:${field}`,
    );
}

export const FULL = `A workspace holds up to ${MOST_LENSES} lenses.`;
