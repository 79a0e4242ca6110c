import { useMemo } from 'react';
import { useView, useWorkspace } from '../../app/app.ts';
import { type Colouring, colouringOf } from './colouring.ts';
import type { MapData } from './data.ts';
import type { MapResult } from './result.ts';
import { useScores } from './scores.ts';

/** What colours the map now, and why it is not what was chosen. */
export function useColouring(
  { items }: MapResult,
  data: MapData,
): { readonly colouring: Colouring; readonly error: string | null } {
  const mapColour = useView((state) => state.mapColour);
  const mapBy = useView((state) => state.mapBy);
  const texts = useWorkspace(({ workspace }) => workspace.texts);
  const columns = useWorkspace(({ workspace }) => workspace.columns);
  const facets = useWorkspace(({ workspace }) => workspace.facets);
  const { scores, error } = useScores(data);
  const colouring = useMemo(
    () =>
      colouringOf(
        { mapColour, mapBy },
        items,
        { texts, columns: columns ?? [], facets: facets ?? [] },
        scores,
      ),
    [mapColour, mapBy, items, texts, columns, facets, scores],
  );
  return { colouring, error: mapBy === 'score' ? error : null };
}
