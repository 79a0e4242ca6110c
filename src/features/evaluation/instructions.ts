/** The instructions that are compared. */
import { lensName } from '../../app/lenses/LensName.tsx';
import type { NamedInstruction } from '../../evaluation/compare/null-rows.ts';
import type { NamedData } from '../../evaluation/formats/rows.ts';
import type { TaskKind } from '../../evaluation/tasks/types.ts';
import { newId } from '../../lib/ids.ts';
import type { InstructionField, Lens } from '../../workspace/lens.ts';

/** An instruction that a person put in, as a lens has them: one for texts, and one each for queries and documents. */
export interface Candidate extends Readonly<Record<InstructionField, string>> {
  readonly id: string;
  /** Lens that it was taken from; null for one of its own. */
  readonly lens: string | null;
  /** Name of its own; empty takes the words. */
  readonly name: string;
}

/** Tasks whose queries and documents have instructions of their own. */
const ASYMMETRIC: readonly TaskKind[] = ['retrieval', 'reranking'];

export function isAsymmetric(kind: TaskKind): boolean {
  return ASYMMETRIC.includes(kind);
}

export function candidateOf(lens: Lens): Candidate {
  const { instruction, queryInstruction, documentInstruction } = lens;
  return {
    id: lens.id,
    lens: lens.id,
    name: lensName(lens),
    instruction,
    queryInstruction,
    documentInstruction,
  };
}

export function newCandidate(): Candidate {
  return {
    ...{ id: newId(), lens: null, name: '' },
    ...{ instruction: '', queryInstruction: '', documentInstruction: '' },
  };
}

/**
 * Makes the rows of a task. Candidates without words are left out: no instruction runs along anyway. Of equal ones the first
 * stays. The data's own instruction comes last.
 */
export function rowsFor(
  { task, ownInstruction }: NamedData,
  candidates: readonly Candidate[],
): NamedInstruction[] {
  const rows: NamedInstruction[] = [];
  const names = new Map<string, number>();
  const add = (name: string, query: string, document: string) => {
    if (query === '' && document === '') return;
    if (rows.some((row) => row.query === query && row.document === document)) return;
    const count = (names.get(name) ?? 0) + 1;
    names.set(name, count);
    const unique = count === 1 ? name : `${name} (${count})`;
    rows.push({ name: unique, query, document, isNull: false });
  };
  for (const { name, instruction, queryInstruction, documentInstruction } of candidates) {
    const [query, document] = isAsymmetric(task.kind)
      ? [queryInstruction, documentInstruction]
      : [instruction, instruction];
    const words = query === document ? query : `${query} | ${document}`;
    add(name === '' ? words.trim() : name, query, document);
  }
  if (ownInstruction) {
    add('the data’s own', ownInstruction.query, ownInstruction.document);
  }
  return rows;
}
