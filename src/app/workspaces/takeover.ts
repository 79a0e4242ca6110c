/** One tab writes a workspace: what happens when this tab becomes the one, or is it no longer. */
import { newId } from '../../lib/ids.ts';
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

  /** This tab writes from now on: what another wrote until now is shown. */
  async onGranted(id: string): Promise<void> {
    const { workspace, writing } = this.#parts;
    if (id !== this.#open.id) return writing.letGo(id);
    await this.recover(id);
    await this.#open.follow(id);
    if (id !== this.#open.id) return;
    // A tab that was only being opened has no one to take over from: a reload is that.
    if (workspace.getState().role === 'reader') showToast('This tab edits the workspace now.');
    workspace.setState({ role: 'writer' });
  }

  /** Another tab writes from now on; what it took before it was stored is kept as a copy. */
  async onLost(id: string): Promise<void> {
    if (id === this.#open.id) this.#parts.workspace.setState({ role: 'reader' });
    const draft = await this.#parts.saver.revoke(id);
    if (draft !== null && draft.untouched === null) await this.keepAsCopy(draft);
    else if (id === this.#open.id) await this.#open.follow(id);
  }

  /** Keeps what could not be stored in its own place, since another tab writes there. */
  async keepAsCopy(draft: Draft): Promise<void> {
    const { catalogue, writing, saver, workspace } = this.#parts;
    const { name } = draft.workspace;
    const id = newId();
    await writing.claim(id);
    const isOpen = draft.id === this.#open.id;
    // What was typed since belongs to it.
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
      notice: `Another tab took over “${name}” before your last change was stored. Your version is kept as “${renamed.name}”${isOpen ? ', which is open here' : ' in the list of workspaces'}.`,
    });
  }

  /** Stores what an earlier page could only put in the journal; as a copy, if another tab went on meanwhile. */
  recover(id: string): Promise<void> {
    return recover(id, this.#parts, (draft) => this.keepAsCopy(draft));
  }
}
