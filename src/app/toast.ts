import { createStore, type StoreApi } from 'zustand/vanilla';

/** A short message about a finished action, and an action that it offers: undo, mostly. */
interface Toast {
  readonly id: number;
  readonly message: string;
  readonly action: {
    readonly label: string;
    readonly run: () => void;
    /** Whether the action undoes a step of the open workspace's history, as Ctrl Z does. */
    readonly inHistory: boolean;
  } | null;
}

export const toast: StoreApi<{ readonly current: Toast | null }> = createStore(() => ({
  current: null as Toast | null,
}));

let count = 0;

export function showToast(
  message: string,
  run: (() => void) | null = null,
  label = 'Undo',
  inHistory = false,
): void {
  count += 1;
  const action = run === null ? null : { label, run, inHistory };
  toast.setState({ current: { id: count, message, action } });
}

export function dismissToast(): void {
  toast.setState({ current: null });
}
