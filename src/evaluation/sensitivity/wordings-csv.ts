import { csv } from '../compare/csv.ts';
import type { NamedInstruction } from '../compare/null-rows.ts';
import type { Sensitivity } from './sensitivity.ts';

/** How far the score of an instruction moved with its wording, on a task. */
export interface Moved {
  readonly task: string;
  readonly instruction: NamedInstruction;
  readonly found: Sensitivity;
}

const COLUMNS = [
  ...['task', 'instruction', 'kind', 'change', 'query', 'document', 'measure', 'score'],
  ...['difference', 'low', 'high', 'level', 'corrected_p', 'units', 'unit'],
];

/** Makes a CSV file with a line for each wording, the given one first; its difference is empty. */
export function wordingsCsv(moved: readonly Moved[]): string {
  const lines = moved.flatMap(({ task, instruction, found }) => {
    const { measure, units, score, wordings } = found;
    const line = (
      [kind, change]: readonly [string, string],
      { query, document }: { readonly query: string; readonly document: string },
      own: number,
      test: readonly (number | null)[],
    ) => [
      ...[task, instruction.name, kind, change, query, document, measure, own],
      ...[...test, units.count, units.name],
    ];
    return [
      line(['given', 'as given'], instruction, score, [null, null, null, null, null]),
      ...wordings.map(({ wording, score: own, difference, adjusted }) =>
        line([wording.kind, wording.change], wording.instruction, own, [
          ...[difference.estimate, difference.low, difference.high, difference.level, adjusted],
        ]),
      ),
    ];
  });
  return csv([COLUMNS, ...lines]);
}
