import { useEffect, useEffectEvent } from 'react';
import { useStore } from 'zustand';
import { createStore, type StoreApi } from 'zustand/vanilla';

/**
 * A request of one part of the page to another: take the focus, or open. Names a panel by its name (`panel` is its
 * first control, `show` its contents, `save` its menu), a lens by its id (`lens` is its name field, `lens-head` its
 * button).
 */
export type Ask =
  | `${'panel' | 'show' | 'save'}:${string}`
  | `${'lens' | 'lens-head'}:${string}`
  | 'add-texts'
  | 'export-selection'
  | 'evaluate';

/** An ask lapses after this time: the focus stays where the person went meanwhile. */
const WAIT_MS = 1_000;

const asked: StoreApi<{ readonly what: Ask | null }> = createStore(() => ({
  what: null as Ask | null,
}));
let forgetting: ReturnType<typeof setTimeout> | undefined;

/** Asks a part of the page, which need not be mounted yet. */
export function ask(what: Ask): void {
  clearTimeout(forgetting);
  forgetting = setTimeout(() => asked.setState({ what: null }), WAIT_MS);
  asked.setState({ what });
}

/** Answers an ask once, in a task of its own: a part that closes for it gives the focus back first. */
export function useAsk(what: Ask, answer: () => void): void {
  const mine = useStore(asked, (state) => state.what === what);
  const onAsk = useEffectEvent(answer);
  useEffect(() => {
    if (!mine) return;
    const timer = setTimeout(() => {
      asked.setState({ what: null });
      onAsk();
    });
    return () => clearTimeout(timer);
  }, [mine]);
}
