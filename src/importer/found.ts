/** Finds a source's contents, their version, and the part that is in this browser already. */
import type { ModelFolder } from '../checkpoint/types.ts';
import { type TokenDoubt, tokenDoubt } from '../convert/witness.ts';
import { groupParameters, tensorGroups } from '../encoders/canonical.ts';
import { type InstructionRole, readsAsInstructor } from '../encoders/input.ts';
import { type Checkpoint, openCheckpoint } from '../encoders/open-checkpoint.ts';
import { sha256 } from '../lib/sha256.ts';
import { encodeManifest, type Manifest } from '../model-folder/format.ts';
import type { ImportJournal } from '../model-folder/journal.ts';
import { parameterCount } from '../model-folder/size.ts';
import { openManifest } from '../model-folder/verify.ts';
import type { OpenedSource } from './open-source.ts';

export type FoundModel =
  | {
      readonly kind: 'checkpoint';
      readonly checkpoint: Checkpoint;
      readonly bytes: number;
      /** Doubt about the token ids. */
      readonly doubt: TokenDoubt | null;
    }
  | { readonly kind: 'facet'; readonly manifest: Manifest; readonly bytes: number };

/** @param instruction Role of a checkpoint's instruction, if the user chose it. */
export async function lookInto(
  folder: ModelFolder,
  signal: AbortSignal,
  instruction?: InstructionRole | undefined,
): Promise<FoundModel> {
  const manifest = (await openManifest(folder, signal))?.manifest ?? null;
  if (manifest !== null) {
    const bytes = Object.values(manifest.files).reduce((sum, file) => sum + file.bytes, 0);
    return { kind: 'facet', manifest, bytes };
  }
  const checkpoint = await openCheckpoint(folder, { signal, instruction });
  const bytes = [...checkpoint.files.values()].reduce((sum, file) => sum + file.size, 0);
  return { kind: 'checkpoint', checkpoint, bytes, doubt: await tokenDoubt(checkpoint, signal) };
}

/** Counts the source's bytes that an unfinished import need not read again. */
export function doneSourceBytes({ files, passage }: ImportJournal, found: FoundModel): number {
  if (found.kind === 'facet') return files.reduce((sum, { bytes }) => sum + bytes, 0);
  if (passage === undefined) return 0;
  const { spec } = found.checkpoint;
  const done = tensorGroups(spec).slice(0, passage.done);
  const parameters = done.reduce((sum, group) => sum + groupParameters(spec, group), 0);
  return Math.round((found.bytes * parameters) / parameterCount(spec));
}

/** Number of parts of the weights compared where no commit tells a model's versions apart. */
const SAMPLES = 4;
const SAMPLE_BYTES = 64 * 1024;

/** Returns the identity of a model's version: its commit, its checksums, or parts of its weights. */
export async function identityOf(
  { commit, label }: OpenedSource,
  found: FoundModel,
  signal: AbortSignal,
): Promise<string> {
  if (found.kind === 'facet') return encodeManifest(found.manifest);
  const settings = settingsOf(found.checkpoint);
  if (commit !== null) return commit + settings;
  const files = [...found.checkpoint.files.values()].sort((a, b) => a.size - b.size);
  const sizes = files.map(({ size }) => size);
  const sums: string[] = [];
  const weights = files.at(-1)!;
  for (let i = 1; i <= SAMPLES; i++) {
    const start = Math.floor((weights.size * i) / (SAMPLES + 1));
    const end = Math.min(weights.size, start + SAMPLE_BYTES);
    sums.push(await sha256(await weights.read(start, end, signal)));
  }
  return JSON.stringify([label, sizes, sums]) + settings;
}

/**
 * Identifies the settings: the same weights with other settings are another model. Empty for imports from before
 * settings counted.
 */
function settingsOf({ input, tokenizerJson, tokenizerChanged }: Checkpoint): string {
  const { normalizer, added_tokens: added } = tokenizerJson as Record<string, unknown>;
  const tokens = tokenizerChanged ? [normalizer, added] : [];
  const rules = readsAsInstructor(input) ? [] : [{ ...input, stated: true }];
  const all = [...tokens, ...rules];
  return all.length === 0 ? '' : JSON.stringify(all);
}
