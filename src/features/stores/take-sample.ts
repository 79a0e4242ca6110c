/** Brings a sample of the open collection into a workspace, as texts. */
import { editWithToast, openWorkspace } from '../../app/actions.ts';
import { app } from '../../app/app.ts';
import type { SampleProgress } from '../../stores/types.ts';
import { StoreError } from '../../stores/types.ts';
import { addItems, withRoles } from '../../workspace/edits.ts';
import { emptyWorkspace, type Workspace } from '../../workspace/workspace.ts';
import { connected, doing, opened } from './session.ts';
import { storeDialog } from './state.ts';
import { sampleWords } from './words.ts';

/** Column of the store's own ids. */
const ID_COLUMN = 'store id';

/** @param into Whether it opens a workspace of its own, with the lenses of this one, or joins the texts of this one. */
export function takeSample(count: number, seed: number, into: 'new' | 'here'): Promise<void> {
  return doing('Listing the rows', async (signal, tell) => {
    const { collection, text } = opened();
    if (text === null) throw new StoreError('asked', 'Choose the field of the texts first.');
    const onProgress = ({ step, done, total }: SampleProgress) =>
      tell(
        step === 'listing'
          ? `Listing the rows: ${done.toLocaleString('en')}`
          : `Reading the texts: ${done.toLocaleString('en')} of ${(total ?? done).toLocaleString('en')}`,
        total === null ? null : done / total,
      );
    const { rows, of } = await connected().sample(
      { collection, text, count, seed, vectors: false },
      { signal, onProgress },
    );
    const names = [null, ID_COLUMN];
    const items = rows
      .filter((row) => (row.text ?? '').trim() !== '')
      .map((row) => ({ text: row.text!, row: { names, cells: [null, row.id] } }));
    if (items.length === 0)
      throw new StoreError('asked', 'No row of the sample has a text in this field.');
    const words = sampleWords(items.length, of);
    const taken = (before: Workspace) =>
      withRoles(addItems(before, 'texts', items, 'A'), [{ facets: [], id: ID_COLUMN }], null);
    if (into === 'here') {
      editWithToast(`Added a ${words} of ${collection.name}`, taken);
    } else {
      const { lenses } = app().workspace.getState().workspace;
      openWorkspace(taken({ ...emptyWorkspace(), lenses, name: `${collection.name}: ${words}` }));
    }
    storeDialog.setState({ open: false });
  });
}
