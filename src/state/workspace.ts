import { type PersistStorage, persist } from 'zustand/middleware';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Workspace } from '../data/workspace.ts';
import { emptyHistory, type History, record, stepBack, stepForward } from './history.ts';

/** What of the store is kept across visits. */
export interface SavedWorkspace {
  readonly workspace: Workspace;
}

export interface WorkspaceState extends SavedWorkspace {
  readonly history: History<Workspace>;
  /** Whether the saved workspace, if any, has been read. Nothing is computed before. */
  readonly restored: boolean;
  /**
   * Replaces the workspace by what `change` makes of it, as one step of undo. Steps with the same
   * `coalesce` key that follow each other are one.
   */
  edit(label: string, change: (workspace: Workspace) => Workspace, coalesce?: string): void;
  /** Changes a setting of the workspace; changes of one setting that follow each other are one step of undo. */
  adjust(change: Partial<Pick<Workspace, 'k' | 'projection'>>): void;
  /** Returns the label of the step undone, null if there was none. */
  undo(): string | null;
  redo(): string | null;
}

/** The workspace, its history, and its copy in `storage`. */
export function createWorkspaceStore(
  initial: Workspace,
  storage: PersistStorage<SavedWorkspace>,
): StoreApi<WorkspaceState> {
  const store = createStore<WorkspaceState>()(
    persist(
      (set, get) => ({
        workspace: initial,
        history: emptyHistory,
        restored: false,

        edit(label, change, coalesce) {
          const { workspace, history } = get();
          const next = change(workspace);
          if (next === workspace) return;
          set({ workspace: next, history: record(history, workspace, label, coalesce) });
        },

        adjust(change) {
          const [setting] = Object.keys(change);
          const label = setting === 'k' ? 'Number of clusters' : 'Projection';
          get().edit(label, (workspace) => ({ ...workspace, ...change }), `setting:${setting}`);
        },

        undo() {
          const { workspace, history } = get();
          const step = stepBack(history, workspace);
          if (step === null) return null;
          set({ workspace: step.present, history: step.history });
          return step.label;
        },

        redo() {
          const { workspace, history } = get();
          const step = stepForward(history, workspace);
          if (step === null) return null;
          set({ workspace: step.present, history: step.history });
          return step.label;
        },
      }),
      {
        name: 'workspace',
        version: 1,
        storage,
        partialize: ({ workspace }) => ({ workspace }),
        onRehydrateStorage: () => () => {
          // After both success and failure: a page without its saved copy still works.
          queueMicrotask(() => store.setState({ restored: true }));
        },
      },
    ),
  );
  return store;
}
