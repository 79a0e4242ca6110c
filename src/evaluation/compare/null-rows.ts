import type { Instruction, TaskKind } from '../tasks/types.ts';

export interface NamedInstruction extends Instruction {
  readonly name: string;
  /** Whether it runs along as a row that says nothing of the task: one that is no better than these does nothing. */
  readonly isNull: boolean;
}

const NONSENSE = 'Blorp the frindle mibble for quazing the snorvel: ';
const SIMILARITY = 'Represent the sentence for semantic textual similarity: ';
const INTENT = 'Represent the bank customer query for classifying the user intent: ';

/** Tasks whose instruction could be mistaken for SIMILARITY. */
const OF_SIMILARITY: readonly TaskKind[] = [
  'sts',
  'pairClassification',
  'billboard',
  'summarisation',
];

/** Makes the rows that always run along: no instruction, a nonsense one, and that of another task. */
export function nullRows(kind: TaskKind): NamedInstruction[] {
  const other = OF_SIMILARITY.includes(kind) ? INTENT : SIMILARITY;
  return [
    { name: 'no instruction', query: '', document: '', isNull: true },
    { name: 'nonsense', query: NONSENSE, document: NONSENSE, isNull: true },
    { name: 'another task’s', query: other, document: other, isNull: true },
  ];
}
