import { isolated } from '../lib/isolate.ts';
import type { FileModel } from '../workspace/workspace-file.ts';

/** Says that figures differ from those the file's author saw; null where they do not, or nobody knows. */
export function otherModelWords(made: FileModel | null, runs: FileModel | null): string | null {
  if (made === null || made.fingerprint === runs?.fingerprint) return null;
  const what = ({ name, precision }: FileModel) => `${isolated(name)}, ${isolated(precision)}`;
  const here = runs === null ? 'no model runs yet' : `${what(runs)} runs`;
  return `This workspace was saved with ${what(made)}. Here ${here}, so similarities and maps differ from those of its author. Under Models you can add the same one.`;
}
