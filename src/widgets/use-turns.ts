import { startTransition, useEffect, useState } from 'react';

/**
 * Counts from 0 to `last`, one per task: parts of the page that are mounted in turn do not hold up
 * the browser as one long task would.
 */
export function useTurns(last: number): number {
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    if (turn >= last) return;
    const timer = setTimeout(() => startTransition(() => setTurn(turn + 1)));
    return () => clearTimeout(timer);
  }, [turn, last]);
  return turn;
}
