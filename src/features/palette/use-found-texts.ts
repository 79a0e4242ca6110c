import { useEffect, useState } from 'react';
import { app } from '../../app/app.ts';
import { type FoundTexts, findTexts } from '../../app/find-texts.ts';
import { readableTexts } from '../../app/readable-texts.ts';
import type { PlacedText } from '../../app/results.ts';

/** Most texts that are offered: of more, some words more are typed. */
const MOST = 20;
/** Letters from which texts are looked for. */
const LEAST_LETTERS = 2;
/** Milliseconds that the typing rests before all texts are looked through. */
const REST_MS = 80;

export interface Found extends FoundTexts<PlacedText> {
  /** What was typed, and how often it was looked for. */
  readonly typed: string;
  readonly turn: number;
}

/** The texts of all lists that have the words typed, once they are found. */
export function useFoundTexts(typed: string): Found | null {
  const [found, setFound] = useState<Found | null>(null);
  useEffect(() => {
    if (typed.trim().length < LEAST_LETTERS) {
      setFound(null);
      return;
    }
    const controller = new AbortController();
    const timer = setTimeout(() => {
      const all = readableTexts(app().workspace.getState().workspace);
      findTexts(all, typed, MOST, controller.signal).then(
        (next) => setFound((before) => ({ ...next, typed, turn: (before?.turn ?? 0) + 1 })),
        // Cancelled: others are looked for.
        () => undefined,
      );
    }, REST_MS);
    return () => {
      clearTimeout(timer);
      controller.abort();
    };
  }, [typed]);
  return found;
}
