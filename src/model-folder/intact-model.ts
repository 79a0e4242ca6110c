import { openStoredModel, type StoredModel, storedModel } from './model-store.ts';
import { openManifest, openVerified } from './verify.ts';

/** Returns this browser's model of this id, if it is whole and every file matches its manifest. */
export async function intactModel(id: string, signal: AbortSignal): Promise<StoredModel | null> {
  const record = await storedModel(id);
  if (record === null) return null;
  const folder = await openStoredModel(id);
  try {
    const { manifest } = (await openManifest(folder, signal))!;
    for (const name of Object.keys(manifest.files)) {
      await openVerified(folder, manifest, name, { signal });
    }
    return record;
  } catch {
    signal.throwIfAborted();
    return null;
  }
}
