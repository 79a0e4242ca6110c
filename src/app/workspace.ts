import { createStore, type StoreApi } from 'zustand/vanilla';
import { emptyHistory, type History, record, stepBack, stepForward } from '../workspace/history.ts';
import type { Workspace } from '../workspace/workspace.ts';

/**
 * Who may change the open workspace: this tab (`writer`); another tab, whose changes are followed (`reader`); not known
 * yet (`opening`).
 */
export type Role = 'writer' | 'reader' | 'opening';

export interface WorkspaceState {
  /** The workspace's id among all that are kept. */
  readonly id: string;
  readonly workspace: Workspace;
  readonly history: History<Workspace>;
  /** Whether the saved workspace, if any, has been read. Nothing is computed before. */
  readonly restored: boolean;
  readonly role: Role;
  /** Number of changes refused because another tab writes; a count, so that each is noticed. */
  readonly refused: number;
  /**
   * Replaces the workspace by the result of `change`, as one step of undo. Consecutive steps with the same `coalesce`
   * key are one. Refused unless this tab is the writer.
   */
  edit(label: string, change: (workspace: Workspace) => Workspace, coalesce?: string): void;
  /** Changes a setting of the workspace; consecutive changes of one setting are one step of undo. */
  adjust(change: Partial<Pick<Workspace, 'k' | 'projection'>>): void;
  /** Undoes a step. Returns its label, null without one. */
  undo(): string | null;
  redo(): string | null;
  /** Shows another workspace, with its history. */
  open(opened: Pick<WorkspaceState, 'id' | 'workspace' | 'history' | 'role'>): void;
  /** Shows another tab's version of the open workspace. */
  follow(workspace: Workspace): void;
}

/** Creates the store of the open workspace and its history. */
export function createWorkspaceStore(initial: Workspace): StoreApi<WorkspaceState> {
  return createStore<WorkspaceState>()((set, get) => {
    /** Whether this tab may change the workspace; counts a refusal. */
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
