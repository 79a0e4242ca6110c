import { createStore, type StoreApi } from 'zustand/vanilla';

/** A short message about what was just done, with an undo where it can be undone. */
export interface Toast {
  readonly id: number;
  readonly message: string;
  readonly undo: (() => void) | null;
}

export const toast: StoreApi<{ readonly current: Toast | null }> = createStore(() => ({
  current: null as Toast | null,
}));

let count = 0;

export function showToast(message: string, undo: (() => void) | null = null): void {
  count += 1;
  toast.setState({ current: { id: count, message, undo } });
}

export function dismissToast(): void {
  toast.setState({ current: null });
}
