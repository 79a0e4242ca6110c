/** Edits of a workspace's lenses. Each returns the same workspace if it changes nothing. */

import { newId } from '../lib/ids.ts';
import { type Given, markOf } from './given.ts';
import type { LibraryEntry } from './instruction-library.ts';
import { LENS_COLOURS, type Lens, MOST_LENSES } from './lens.ts';
import type { Workspace } from './workspace.ts';

/** Generated names, which a person has no reason to keep. */
const GIVEN_NAME = /^(Lens \d+|Copy of .*)$/;

/** Adds a lens without instructions, which embeds plain texts, at the end. */
export function addLens(workspace: Workspace): Workspace {
  const { lenses } = workspace;
  if (lenses.length >= MOST_LENSES) return workspace;
  const lens: Lens = {
    id: newId(),
    name: freeName(lenses),
    colour: freeColour(lenses),
    on: true,
    instruction: '',
    queryInstruction: '',
    documentInstruction: '',
  };
  return { ...workspace, lenses: [...lenses, lens] };
}

/** Adds a lens of vectors that someone else computed, at the end; the lens of the same file, if there is one, stays. */
export function addGivenLens(workspace: Workspace, given: Given): Workspace {
  const { lenses } = workspace;
  const mark = markOf(given);
  if (lenses.length >= MOST_LENSES || lenses.some((lens) => lens.instruction === mark)) {
    return workspace;
  }
  const lens: Lens = {
    id: newId(),
    name: `Vectors from ${given.file}`.slice(0, 60),
    colour: freeColour(lenses),
    on: true,
    ...{ instruction: mark, queryInstruction: mark, documentInstruction: mark },
    given,
  };
  return { ...workspace, version: 5, lenses: [...lenses, lens] };
}

/** Adds a copy of a lens after it, in another colour. */
export function duplicateLens(workspace: Workspace, id: string): Workspace {
  const { lenses } = workspace;
  const at = lenses.findIndex((lens) => lens.id === id);
  const lens = lenses[at];
  if (lens === undefined || lenses.length >= MOST_LENSES) return workspace;
  const copy: Lens = {
    ...lens,
    id: newId(),
    name: `Copy of ${lens.name.replace(/^Copy of /, '')}`,
    colour: freeColour(lenses),
    on: true,
  };
  return { ...workspace, lenses: [...lenses.slice(0, at + 1), copy, ...lenses.slice(at + 1)] };
}

export function changeLens(
  workspace: Workspace,
  id: string,
  change: Partial<Omit<Lens, 'id'>>,
): Workspace {
  const lenses = workspace.lenses.map((lens) => (lens.id === id ? { ...lens, ...change } : lens));
  return { ...workspace, lenses };
}

/** Sets the entry's instructions, and its name if no person chose one. */
export function fillLens(workspace: Workspace, id: string, entry: LibraryEntry): Workspace {
  const lens = workspace.lenses.find((candidate) => candidate.id === id);
  if (lens === undefined) return workspace;
  const name = GIVEN_NAME.test(lens.name) ? entry.name : lens.name;
  return changeLens(workspace, id, { ...entry.instructions, name });
}

/** Moves a lens up (−1) or down (1) by one place. */
export function moveLens(workspace: Workspace, id: string, by: -1 | 1): Workspace {
  const from = workspace.lenses.findIndex((lens) => lens.id === id);
  const lens = workspace.lenses[from];
  const other = workspace.lenses[from + by];
  if (lens === undefined || other === undefined) return workspace;
  const lenses = [...workspace.lenses];
  lenses[from] = other;
  lenses[from + by] = lens;
  return { ...workspace, lenses };
}

/** Removes a lens, except the last: texts need one to be embedded under. */
export function removeLens(workspace: Workspace, id: string): Workspace {
  const lenses = workspace.lenses.filter((lens) => lens.id !== id);
  if (lenses.length === 0 || lenses.length === workspace.lenses.length) return workspace;
  return { ...workspace, lenses };
}

function freeName(lenses: readonly Lens[]): string {
  const taken = new Set(lenses.map(({ name }) => name));
  let number = lenses.length + 1;
  while (taken.has(`Lens ${number}`)) number += 1;
  return `Lens ${number}`;
}

/** Returns the first unused colour; there are as many colours as lenses. */
function freeColour(lenses: readonly Lens[]): number {
  const taken = new Set(lenses.map(({ colour }) => colour));
  const free = Array.from({ length: LENS_COLOURS }, (_, colour) => colour);
  return free.find((colour) => !taken.has(colour)) ?? lenses.length % LENS_COLOURS;
}
