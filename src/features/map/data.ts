import type { Computed, Sources } from '../../app/panels.ts';
import { createMap } from './compute.ts';
import type { MapResult } from './result.ts';
import { createSuggest, type Suggest } from './suggestion.ts';

/** The map, and the search for its best number of clusters. */
export interface MapData extends Computed<MapResult> {
  readonly suggest: Suggest;
  readonly layOutAnew: () => void;
}

export function createMapData(sources: Sources): MapData {
  return Object.assign(createMap(sources), { suggest: createSuggest(sources) });
}
