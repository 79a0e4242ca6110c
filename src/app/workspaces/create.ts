/** Connects the parts that keep workspaces in this browser. */
import type { StoreApi } from 'zustand/vanilla';
import { lazyModule } from '../../loading/lazy-module.ts';
import type { View } from '../view.ts';
import type { WorkspaceState } from '../workspace.ts';
import { Catalogue } from './catalogue.ts';
import { DraftJournal } from './journal.ts';
import type { Library } from './library.ts';
import { Locks } from './locks.ts';
import { OpenWorkspace, type SessionParts } from './open-workspace.ts';
import { Saver } from './saver.ts';
import { Session } from './session.ts';
import { Shelf } from './shelf.ts';
import type { Tabs } from './tabs.ts';
import { Takeover } from './takeover.ts';
import { Writing } from './writing.ts';

export interface Environment {
  readonly tabs: Tabs;
  readonly locks: LockManager | undefined;
  /** Storage of the browser: outlives the page. */
  readonly lasting: Storage | undefined;
  /** Storage of the tab: outlives a reload. */
  readonly memory: Storage | undefined;
}

export function createWorkspaces(
  workspace: StoreApi<WorkspaceState>,
  view: StoreApi<View>,
  first: SessionParts['first'],
  environment: Environment,
) {
  const { tabs } = environment;
  const shelf = new Shelf((blocked) => open.state.setState({ blocked }));
  const journal = new DraftJournal(environment.lasting);
  const saver: Saver = new Saver({
    shelf,
    journal,
    onSaved({ id, revision }) {
      tabs.post({ kind: 'saved', id, revision });
      open.release(id);
      void relist();
    },
    onConflict: (draft) =>
      void saver.revoke(draft.id).then((newer) => takeover.keepAsCopy(newer ?? draft)),
  });
  const catalogue = new Catalogue(shelf, saver);
  const relist = () => catalogue.refresh().catch(() => undefined);
  const writing: Writing = new Writing({
    locks: new Locks(environment.locks),
    tabs,
    workspace,
    flush: () => saver.flush(),
    onGranted: (id) => takeover.onGranted(id),
    onLost: (id) => takeover.onLost(id),
  });
  const parts: SessionParts = {
    ...{ shelf, saver, catalogue, writing, tabs, journal, workspace, view, first },
    memory: environment.memory,
  };
  const open: OpenWorkspace = new OpenWorkspace(parts);
  const takeover: Takeover = new Takeover(parts, open);
  const session = new Session(parts, open, takeover);
  tabs.listen(({ kind }) => {
    if (kind === 'saved' || kind === 'listed') void relist();
  });
  const libraryModule = lazyModule('The list of workspaces', () => import('./library.ts'));
  let library: Library | undefined;
  return {
    session,
    saver,
    catalogue,
    writing,
    /** Fetches the code when first asked for. */
    async library(): Promise<Library> {
      const module = await libraryModule();
      library ??= new module.Library(parts, open, session);
      return library;
    },
  };
}
