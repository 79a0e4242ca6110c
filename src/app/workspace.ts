import { createStore, type StoreApi } from 'zustand/vanilla';
import { emptyHistory, type History, record, stepBack, stepForward } from '../workspace/history.ts';
import type { Workspace } from '../workspace/workspace.ts';

/**
 * Who may change what is open: this tab (`writer`); another, whose changes are followed (`reader`);
 * not known yet (`opening`).
 */
export type Role = 'writer' | 'reader' | 'opening';

export interface WorkspaceState {
  /** The workspace's id among all that are kept. */
  readonly id: string;
  readonly workspace: Workspace;
  readonly history: History<Workspace>;
  /** Whether a saved workspace, if any, has been read. Nothing is computed before. */
  readonly restored: boolean;
  readonly role: Role;
  /** Changes that were refused because another tab writes; a count, so that each is noticed. */
  readonly refused: number;
  /**
   * Replaces the workspace by what `change` makes of it, as one step of undo. Steps with the same
   * `coalesce` key that follow each other are one. Refused unless this tab is the writer.
   */
  edit(label: string, change: (workspace: Workspace) => Workspace, coalesce?: string): void;
  /** Changes a setting of the workspace; changes of one setting that follow each other are one step of undo. */
  adjust(change: Partial<Pick<Workspace, 'k' | 'projection'>>): void;
  /** Returns the label of the step undone, null if there was none. */
  undo(): string | null;
  redo(): string | null;
  /** Shows another workspace, with what can be undone there. */
  open(opened: Pick<WorkspaceState, 'id' | 'workspace' | 'history' | 'role'>): void;
  /** Shows what another tab made of the workspace that is open. */
  follow(workspace: Workspace): void;
}

/** The workspace that is open, and its history. */
export function createWorkspaceStore(initial: Workspace): StoreApi<WorkspaceState> {
  return createStore<WorkspaceState>()((set, get) => {
    /** Whether changes are this tab's to make; one that is not is counted. */
    const allowed = () => {
      if (get().role === 'writer') return true;
      set({ refused: get().refused + 1 });
      return false;
    };
    const step = (take: typeof stepBack) => {
      const { workspace, history } = get();
      const taken = take(history, workspace);
      if (taken === null || !allowed()) return null;
      set({ workspace: taken.present, history: taken.history });
      return taken.label;
    };
    return {
      id: '',
      workspace: initial,
      history: emptyHistory,
      restored: false,
      role: 'opening',
      refused: 0,

      edit(label, change, coalesce) {
        const { workspace, history } = get();
        const next = change(workspace);
        if (next === workspace || !allowed()) return;
        set({ workspace: next, history: record(history, workspace, label, coalesce) });
      },

      adjust(change) {
        const [setting] = Object.keys(change);
        const label = setting === 'k' ? 'Number of clusters' : 'Projection';
        get().edit(label, (workspace) => ({ ...workspace, ...change }), `setting:${setting}`);
      },

      undo: () => step(stepBack),
      redo: () => step(stepForward),

      open: (opened) => set({ ...opened, restored: true }),
      follow: (workspace) => set({ workspace, history: emptyHistory }),
    };
  });
}
