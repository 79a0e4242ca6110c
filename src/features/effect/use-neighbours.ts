import { useCallback, useEffect, useState } from 'react';
import type { Neighbours } from '../../analysis/types.ts';
import { isAbort, messageOf } from '../../lib/errors.ts';
import type { EffectData } from './compute.ts';
import type { EffectResult } from './result.ts';

/** What was found of one text of one result. */
interface Found {
  readonly result: EffectResult;
  readonly index: number;
  readonly neighbours: Neighbours | null;
  readonly error: string | null;
}

/** The neighbours of a text under both lenses, asked for anew when text or result change; null until they come. */
export function useNeighbours(
  data: EffectData,
  result: EffectResult,
  index: number,
): { neighbours: Neighbours | null; error: string | null; retry: () => void } {
  const [found, setFound] = useState<Found | null>(null);
  const [turn, setTurn] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a turn asks again
  useEffect(() => {
    const controller = new AbortController();
    data.neighbours(result, index, controller.signal).then(
      (neighbours) => setFound({ result, index, neighbours, error: null }),
      (error: unknown) => {
        if (!isAbort(error)) {
          setFound({ result, index, neighbours: null, error: messageOf(error) });
        }
      },
    );
    return () => controller.abort();
  }, [data, result, index, turn]);
  const retry = useCallback(() => {
    setFound(null);
    setTurn((before) => before + 1);
  }, []);
  const own = found?.result === result && found.index === index ? found : null;
  return { neighbours: own?.neighbours ?? null, error: own?.error ?? null, retry };
}
