/** Actions on workspaces of the list, open or not. */

import { newId } from '../../lib/ids.ts';
import { isolated } from '../../lib/isolate.ts';
import { emptyWorkspace } from '../../workspace/workspace.ts';
import { type FileModel, onlySaved, writeWorkspace } from '../../workspace/workspace-file.ts';
import type { OpenWorkspace, SessionParts } from './open-workspace.ts';
import { parseStored, storedRecordOf } from './records.ts';
import type { Session } from './session.ts';
import type { StoredRecord } from './types.ts';

/** Another tab writes the workspace. */
class InUseError extends Error {
  override name = 'InUseError';
  constructor(name: string) {
    super(
      `“${isolated(name)}” is open in another tab. Close it there, or open it here and edit here.`,
    );
  }
}

export class Library {
  readonly #parts: SessionParts;
  readonly #open: OpenWorkspace;
  readonly #session: Session;

  constructor(parts: SessionParts, open: OpenWorkspace, session: Session) {
    this.#open = open;
    this.#parts = parts;
    this.#session = session;
  }

  /**
   * Renames a workspace, to a similar name if another workspace has the wanted one.
   * @throws InUseError
   */
  async rename(id: string, wanted: string): Promise<void> {
    const { catalogue, workspace, shelf } = this.#parts;
    if (wanted.trim() === '') return;
    const name = catalogue.nameFor(wanted, (entry) => entry.id !== id);
    await this.#writing(id, async () => {
      if (id === this.#open.id) {
        workspace
          .getState()
          .edit('Rename workspace', (current) =>
            current.name === name ? current : { ...current, name },
          );
        return;
      }
      const record = await this.#record(id);
      const { entry } = record;
      const { workspace: renamed, view } = parseStored(record);
      const draft = {
        ...entry,
        view: view ?? this.#plainView(),
        workspace: { ...renamed, name },
        revision: newId(),
        untouched: null,
      };
      await shelf.write(await storedRecordOf(draft), [entry.revision]);
    });
    await this.#listed();
  }

  /**
   * Puts a copy of a workspace in the list and returns its id; copies the stored version where another tab writes it.
   */
  async duplicate(id: string): Promise<string> {
    const { catalogue, shelf } = this.#parts;
    const record = await this.#record(id);
    const { entry } = record;
    const { workspace, view } = parseStored(record);
    const draft = {
      id: newId(),
      workspace: { ...workspace, name: catalogue.nameFor(entry.name) },
      view: view ?? this.#plainView(),
      changedAt: Date.now(),
      revision: newId(),
      untouched: null,
    };
    await shelf.write(await storedRecordOf(draft), []);
    await this.#listed();
    return draft.id;
  }

  /**
   * Removes a workspace from the list and returns the record for `restore`. If it was open, opens the next of the list.
   * @throws InUseError
   */
  async remove(id: string): Promise<StoredRecord> {
    const { shelf, saver } = this.#parts;
    const record = await this.#record(id);
    await this.#writing(id, async () => {
      if (id === this.#open.id) await this.#openAnother(id);
      await saver.revoke(id);
      await shelf.take(id);
    });
    await this.#listed();
    return record;
  }

  /** Puts a removed workspace back, whole. */
  async restore(record: StoredRecord): Promise<void> {
    await this.#parts.shelf.write(record, []);
    await this.#listed();
  }

  /** Returns a workspace as a file that names the model, even one that this Facet cannot read. */
  async file(
    id: string,
    model: FileModel | null,
  ): Promise<{ readonly name: string; readonly text: string }> {
    const record = await this.#record(id);
    const { entry, document, slices } = record;
    if (entry.problem !== null) {
      const whole = slices.length === 0 ? document.workspace : { ...record };
      return { name: entry.name, text: `${JSON.stringify(whole, null, 2)}\n` };
    }
    const { workspace, view } = parseStored(record);
    return { name: entry.name, text: writeWorkspace(workspace, view ?? this.#plainView(), model) };
  }

  /** Opens the last changed workspace of the list that this tab may write, else an empty one. */
  async #openAnother(than: string): Promise<void> {
    const { catalogue, writing } = this.#parts;
    for (const { id, problem } of catalogue.entries) {
      if (id === than || problem !== null || !(await writing.claim(id))) continue;
      try {
        return await this.#session.open(id);
      } catch {
        writing.letGo(id);
      }
    }
    this.#session.create(emptyWorkspace(), null, 'new');
  }

  /** Does an action that only the writer of a workspace may do. */
  async #writing(id: string, act: () => Promise<void>): Promise<void> {
    const { writing, catalogue } = this.#parts;
    const mine = await writing.claim(id);
    if (!mine) throw new InUseError(catalogue.entry(id)?.name ?? 'It');
    try {
      await act();
    } finally {
      this.#open.release(id);
    }
  }

  /** Returns the stored record of a workspace, or the open state if it is open. */
  async #record(id: string): Promise<StoredRecord> {
    const { saver, shelf } = this.#parts;
    const open = id === this.#open.id ? this.#open.draft() : saver.draft(id);
    const record = open == null ? await shelf.read(id) : storedRecordOf(open);
    if (record === undefined) throw new Error('It is gone: another tab may have deleted it.');
    return record;
  }

  async #listed(): Promise<void> {
    this.#parts.tabs.post({ kind: 'listed' });
    await this.#parts.catalogue.refresh();
  }

  #plainView() {
    return onlySaved(this.#parts.view.getInitialState());
  }
}
