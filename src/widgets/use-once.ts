import { useState } from 'react';

/** Whether something was true once: a dialog that was opened stays mounted, to close as dialogs do. */
export function useOnce(now: boolean): boolean {
  const [once, setOnce] = useState(now);
  if (now && !once) setOnce(true);
  return once;
}
