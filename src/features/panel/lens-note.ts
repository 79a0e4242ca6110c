import { isolated } from '../../lib/isolate.ts';
import { givenBy } from '../../workspace/given.ts';

/** What a picture says of a lens. An empty instruction is said in words, as “” could be taken for a fault. */
export function lensNote(name: string, instruction: string): string {
  if (givenBy(instruction) !== null) return `${name}: vectors computed elsewhere`;
  return `${name}: ${instruction === '' ? 'plain text embedding' : `“${isolated(instruction)}”`}`;
}
