import { createStore, type StoreApi } from 'zustand/vanilla';
import type { PlacedText } from './results.ts';

/** The text that its list is to show, until it has. */
export const revealed: StoreApi<{ readonly text: Pick<PlacedText, 'id' | 'place'> | null }> =
  createStore(() => ({ text: null as Pick<PlacedText, 'id' | 'place'> | null }));

/** Brings a text into sight in its list, whatever list is in sight. The focus stays where it is. */
export function reveal({ id, place }: Pick<PlacedText, 'id' | 'place'>): void {
  revealed.setState({ text: { id, place } });
}
