import type { Catalogue } from './catalogue.ts';
import type { DraftJournal } from './journal.ts';
import { type Draft, storedRecordOf } from './records.ts';
import { ConflictError, type Shelf } from './shelf.ts';
import type { Writing } from './writing.ts';

interface Parts {
  readonly journal: DraftJournal;
  readonly writing: Writing;
  readonly shelf: Shelf;
  readonly catalogue: Catalogue;
}

/**
 * Stores drafts that a closing page could only put in the journal, unless another tab writes the workspace.
 * @param overtaken Called with drafts that another tab has overtaken since.
 */
export async function recover(
  id: string,
  { journal, writing, shelf, catalogue }: Parts,
  overtaken: (draft: Draft) => Promise<void>,
): Promise<void> {
  const kept = journal.read(id);
  if (kept === null || !(await writing.claim(id))) return;
  const { draft, seen } = kept;
  try {
    const stored = (await shelf.read(id))?.entry.revision;
    if (stored !== draft.revision) await shelf.write(await storedRecordOf(draft), seen);
    journal.forget(id);
  } catch (error) {
    // A draft that cannot be stored now may be at the next visit.
    if (!(error instanceof ConflictError)) return;
    journal.forget(id);
    await overtaken(draft);
  }
  await catalogue.refresh();
}
