import { useEffect } from 'react';
import { useStore } from 'zustand';
import type { PlacedText } from '../../app/results.ts';
import { revealed } from '../../app/reveal.ts';

/** Opens the list of the text that another part of the page brings into sight. */
export function useRevealedList(open: (place: PlacedText['place']) => void): void {
  const place = useStore(revealed, ({ text }) => text?.place);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only a text asked for opens its list
  useEffect(() => {
    if (place !== undefined) open(place);
  }, [place]);
}

/** Scrolls a list to the text that another part of the page brings into sight, if it is one of its. */
export function useRevealedRow(
  items: readonly { readonly id: string }[],
  own: PlacedText['place'],
  scrollTo: (index: number) => void,
): void {
  const text = useStore(revealed, (state) => state.text);
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each text asked for
  useEffect(() => {
    if (text === null || text.place !== own) return;
    const index = items.findIndex(({ id }) => id === text.id);
    if (index !== -1) scrollTo(index);
    revealed.setState({ text: null });
  }, [text]);
}
