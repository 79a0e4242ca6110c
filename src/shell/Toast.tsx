import { useEffect } from 'react';
import { useStore } from 'zustand';
import { dismissToast, toast } from '../app/toast.ts';

/** Long enough to read and to reach for Undo. */
const SHOWN_MS = 6000;

export function Toast() {
  const current = useStore(toast, (state) => state.current);
  useEffect(() => {
    if (current === null) return;
    const timer = setTimeout(dismissToast, SHOWN_MS);
    return () => clearTimeout(timer);
  }, [current]);
  return (
    <div role="status">
      {current !== null && (
        <div className="toast" data-testid="toast">
          <span>{current.message}</span>
          <button type="button" onClick={current.action?.run ?? dismissToast}>
            {current.action?.label ?? 'OK'}
          </button>
        </div>
      )}
    </div>
  );
}
