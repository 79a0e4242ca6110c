import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { dismissToast, toast } from '../app/toast.ts';

/** Long enough to read and to reach for Undo. */
const SHOWN_MS = 6000;

export function Toast() {
  const current = useStore(toast, (state) => state.current);
  // Whoever points at it or has come to its button is not done with it.
  const [pointed, setPointed] = useState(false);
  const [focused, setFocused] = useState(false);
  useEffect(() => {
    // It may go away under the pointer, without an event.
    if (current === null) {
      setPointed(false);
      setFocused(false);
    }
    if (current === null || pointed || focused) return;
    const timer = setTimeout(dismissToast, SHOWN_MS);
    return () => clearTimeout(timer);
  }, [current, pointed, focused]);
  return (
    // A dialog hides the rest of the page from screen readers, except what says that it is live.
    <div role="status" aria-live="polite" data-testid="toasts">
      {current !== null && (
        // biome-ignore lint/a11y/noStaticElementInteractions: it only waits
        <div
          className="toast"
          data-testid="toast"
          onMouseEnter={() => setPointed(true)}
          onMouseLeave={() => setPointed(false)}
          onFocus={() => setFocused(true)}
          onBlur={() => setFocused(false)}
        >
          <span>{current.message}</span>
          <button type="button" onClick={current.action?.run ?? dismissToast}>
            {current.action?.label ?? 'OK'}
          </button>
        </div>
      )}
    </div>
  );
}
