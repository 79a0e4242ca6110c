import type { LoadProgress } from '../../model-folder/source.ts';
import { formatBytes, formatSeconds } from '../../widgets/format.ts';

const STAGES: Record<LoadProgress['stage'], string> = {
  fetch: 'Reading',
  convert: 'Converting',
  start: 'Starting',
  check: 'Checking',
};

/** Says how far a load is, in words and, where bytes are counted, as a fraction. */
export function loadWords(progress: LoadProgress | null): {
  readonly text: string;
  readonly fraction: number | null;
} {
  if (progress === null) return { text: 'Starting…', fraction: null };
  const { stage, loadedBytes, totalBytes, elapsedMs, cached } = progress;
  const parts = [`${STAGES[stage]}${stage === 'fetch' && cached ? ' from cache' : ''}`];
  if (totalBytes > 0) parts.push(`${formatBytes(loadedBytes)} of ${formatBytes(totalBytes)}`);
  parts.push(formatSeconds(elapsedMs / 1000));
  return { text: parts.join(' · '), fraction: totalBytes > 0 ? loadedBytes / totalBytes : null };
}
