/** Loads a model into memory from a {@link ModelSource}, with progress in bytes. */
import { httpFolder } from '../checkpoint/http-folder.ts';
import { openCheckpoint } from '../encoders/open-checkpoint.ts';
import { loadOrt } from '../engine/ort-browser.ts';
import { fingerprintOfMemory } from '../model-folder/fingerprint.ts';
import { type LoadedModel, loadModel, type Report } from '../model-folder/load-model.ts';
import type { CheckpointSource, ModelSource } from '../model-folder/source.ts';
import { convertInMemory } from './convert.ts';

/**
 * Loads a model from any source.
 * @param onSize Called with the bytes of the weights as soon as they are known.
 */
export function loadSource(
  source: ModelSource,
  signal: AbortSignal,
  report: Report,
  onSize: (weightBytes: number) => void = () => {},
): Promise<LoadedModel> {
  return source.kind === 'checkpoint'
    ? loadCheckpoint(source, signal, report, onSize)
    : loadModel(source, signal, report, onSize);
}

async function loadCheckpoint(
  { url, precision }: CheckpointSource,
  signal: AbortSignal,
  report: Report,
  onSize: (weightBytes: number) => void,
): Promise<LoadedModel> {
  report({ stage: 'fetch', loadedBytes: 0, totalBytes: 0, cached: false });
  const checkpoint = await openCheckpoint(httpFolder(url), { signal });
  const bytes = [...checkpoint.files.values()].reduce((sum, file) => sum + file.size, 0);
  const name = new URL(url).pathname.split('/').filter(Boolean).at(-1) ?? url;
  const model = await convertInMemory(checkpoint, await loadOrt('wasm', 1), {
    name,
    precision,
    signal,
    onProgress: (fraction) =>
      report({
        stage: 'convert',
        loadedBytes: Math.round(fraction * bytes),
        totalBytes: bytes,
        cached: false,
      }),
  });
  onSize([...model.tensors.values()].reduce((sum, { data }) => sum + data.byteLength, 0));
  return { model, bytes, fingerprint: await fingerprintOfMemory(model), digest: null };
}
