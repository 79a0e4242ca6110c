import type { Computed, Sources } from '../../app/panels.ts';
import { createMap } from './compute.ts';
import type { MapResult } from './result.ts';
import { createSuggest, type Suggest } from './suggestion.ts';

type Follower = Pick<Computed, 'update' | 'retry'>;

/** The map, and the search for its best number of clusters. */
export interface MapData extends Computed<MapResult> {
  readonly suggest: Suggest;
  readonly layOutAnew: () => void;
  readonly sources: Sources;
  /** Keeps something up to date with the map: code that is loaded with its chart. */
  readonly also: (follower: Follower) => void;
}

export function createMapData(sources: Sources): MapData {
  const map = createMap(sources);
  const followers: Follower[] = [map];
  return {
    ...{ sources, store: map.store, suggest: createSuggest(sources) },
    layOutAnew: () => map.layOutAnew(),
    also: (follower) => void followers.push(follower),
    update() {
      for (const follower of followers) follower.update();
    },
    retry() {
      for (const follower of followers) follower.retry();
    },
  };
}
