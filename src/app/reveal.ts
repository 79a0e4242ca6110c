import { createStore, type StoreApi } from 'zustand/vanilla';
import type { PlacedText } from './results.ts';

/** The text to show in its list, until the list has shown it. */
export const revealed: StoreApi<{ readonly text: Pick<PlacedText, 'id' | 'place'> | null }> =
  createStore(() => ({ text: null as Pick<PlacedText, 'id' | 'place'> | null }));

/** Brings a text into sight in its list, whichever list is shown. The focus stays where it is. */
export function reveal({ id, place }: Pick<PlacedText, 'id' | 'place'>): void {
  revealed.setState({ text: { id, place } });
}
