import { createAnalysisClient } from '../src/analysis/client.ts';
import { serveAnalysis } from '../src/analysis/service.ts';
import type { Analysis } from '../src/analysis/types.ts';
import type { VectorsHere } from './vectors-here.ts';
import { workerHere } from './worker-here.ts';

/** The real analysis in this thread, of the vectors there, and the names of what it was asked for. */
export function analysisHere(vectors: VectorsHere): { analysis: Analysis; tasks: string[] } {
  const tasks: string[] = [];
  const start = () => workerHere(serveAnalysis, tasks);
  return { analysis: createAnalysisClient(() => vectors.port(), start), tasks };
}
