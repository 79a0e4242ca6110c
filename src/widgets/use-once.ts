import { useState } from 'react';

/** Whether something was ever true. A dialog that was opened stays mounted, so that it can still close. */
export function useOnce(now: boolean): boolean {
  const [once, setOnce] = useState(now);
  if (now && !once) setOnce(true);
  return once;
}
