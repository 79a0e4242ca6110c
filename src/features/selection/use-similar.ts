import { useEffect, useState } from 'react';
import type { NeighboursOfOne } from '../../analysis/types.ts';
import { isAbort, messageOf } from '../../lib/errors.ts';
import type { VectorSet } from '../../vectors/types.ts';
import type { SelectionData } from './compute.ts';
import type { SelectionResult } from './result.ts';

interface Similar {
  readonly found: NeighboursOfOne | null;
  readonly error: string | null;
}

const NONE: Similar = { found: null, error: null };

/** The texts like the selected ones, asked for anew when these change. What was found stays until then. */
export function useSimilar(
  data: SelectionData,
  result: SelectionResult | null,
  vectors: VectorSet | undefined,
  liked: readonly string[],
  unliked: readonly string[],
): Similar {
  const [state, setState] = useState(NONE);
  useEffect(() => {
    const places = (texts: readonly string[]) => {
      const wanted = new Set(texts);
      const found: number[] = [];
      for (const [index, { text }] of result?.items.entries() ?? []) {
        if (wanted.has(text)) found.push(index);
      }
      return Int32Array.from(found);
    };
    const wanted = places(liked);
    if (vectors === undefined || wanted.length === 0) {
      setState(NONE);
      return;
    }
    const controller = new AbortController();
    data.similar(vectors, wanted, places(unliked), controller.signal).then(
      (found) => setState({ found, error: null }),
      (error: unknown) => {
        if (!isAbort(error)) setState({ found: null, error: messageOf(error) });
      },
    );
    return () => controller.abort();
  }, [data, result, vectors, liked, unliked]);
  return state;
}
