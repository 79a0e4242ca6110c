import { createSearch } from '../src/search/client.ts';
import { serveSearch } from '../src/search/service.ts';
import type { Search } from '../src/search/types.ts';
import type { VectorsHere } from './vectors-here.ts';
import { workerHere } from './worker-here.ts';

/**
 * The real search in this thread, of the vectors there.
 * @param tasks Takes the names of what its workers are asked for.
 * @param alone Values up to which one worker searches alone.
 */
export function searchHere(
  vectors: VectorsHere,
  tasks: string[] = [],
  alone?: number,
): { search: Search; tasks: string[] } {
  const start = () => workerHere(serveSearch, tasks);
  return { search: createSearch(() => vectors.port(), start, alone), tasks };
}
