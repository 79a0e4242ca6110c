/** How much of a run of `npm run evaluate` is left to embed. */
import type { VectorStore } from '../evaluation/compare/cached-encode.ts';
import type { Instruction, Task } from '../evaluation/tasks/types.ts';

/** Characters that a text costs beyond its own: the start and end of each row. */
const EACH = 8;

/** Estimates the work of embedding a text: characters are nearly tokens, and tokens nearly time. */
export function workOf(instruction: string, text: string): number {
  return instruction.length + text.length + EACH;
}

export interface Planned {
  readonly texts: number;
  readonly work: number;
}

/** Counts the texts that a run will embed: each once under each instruction, and none that is kept. */
export function planned(
  runs: readonly { readonly task: Task; readonly instructions: readonly Instruction[] }[],
  store: VectorStore,
): Planned {
  const seen = new Map<string, Set<string>>();
  let [texts, work] = [0, 0];
  for (const { task, instructions } of runs) {
    for (const instruction of instructions) {
      for (const { role, texts: own } of task.parts) {
        const words = instruction[role];
        const known = seen.get(words) ?? new Set<string>();
        seen.set(words, known);
        for (const text of own) {
          if (known.has(text) || store.has(words, text)) continue;
          known.add(text);
          texts += 1;
          work += workOf(words, text);
        }
      }
    }
  }
  return { texts, work };
}
