/** Handles this tab's becoming, or no longer being, the one tab that writes a workspace. */

import { newId } from '../../lib/ids.ts';
import { isolated } from '../../lib/isolate.ts';
import { showToast } from '../toast.ts';
import type { OpenWorkspace, SessionParts } from './open-workspace.ts';
import type { Draft } from './records.ts';
import { recover } from './recovery.ts';

export class Takeover {
  readonly #parts: SessionParts;
  readonly #open: OpenWorkspace;

  constructor(parts: SessionParts, open: OpenWorkspace) {
    this.#parts = parts;
    this.#open = open;
  }

  /** Makes this tab the writer: shows what another tab wrote until now. */
  async onGranted(id: string): Promise<void> {
    const { workspace, writing } = this.#parts;
    if (id !== this.#open.id) return writing.letGo(id);
    await this.recover(id);
    await this.#open.follow(id);
    if (id !== this.#open.id) return;
    // A tab that was still opening took over from no one: it was reloaded.
    if (workspace.getState().role === 'reader') showToast('This tab edits the workspace now.');
    workspace.setState({ role: 'writer' });
  }

  /** Makes this tab a reader; keeps as a copy the edits that were not stored before. */
  async onLost(id: string): Promise<void> {
    if (id === this.#open.id) this.#parts.workspace.setState({ role: 'reader' });
    const draft = await this.#parts.saver.revoke(id);
    if (draft !== null && draft.untouched === null) await this.keepAsCopy(draft);
    else if (id === this.#open.id) await this.#open.follow(id);
  }

  /** Keeps a draft as a copy, since another tab writes the workspace itself. */
  async keepAsCopy(draft: Draft): Promise<void> {
    const { catalogue, writing, saver, workspace } = this.#parts;
    const { name } = draft.workspace;
    const id = newId();
    await writing.claim(id);
    const isOpen = draft.id === this.#open.id;
    // Text typed since belongs to the copy.
    const latest = (isOpen && this.#open.draft()) || draft;
    const renamed = { ...latest.workspace, name: catalogue.nameFor(`${name} (recovered)`) };
    const copy = { ...latest, id, revision: newId(), workspace: renamed, untouched: null };
    if (isOpen) {
      writing.letGo(draft.id);
      this.#open.show(copy, true, workspace.getState().history);
      await saver.revoke(draft.id);
    }
    saver.put(copy);
    await saver.flush();
    this.#open.state.setState({
      notice: `Another tab took over “${isolated(name)}” before your last change was stored. Your version is kept as “${isolated(renamed.name)}”${isOpen ? ', which is open here' : ' in the list of workspaces'}.`,
    });
  }

  /** Stores an earlier page's drafts from the journal; as a copy, if another tab went on meanwhile. */
  recover(id: string): Promise<void> {
    return recover(id, this.#parts, (draft) => this.keepAsCopy(draft));
  }
}
