/** Keeps a person's choices for a file when it is read in another way. */
import type { Columns } from '../../corpus/tables/columns.ts';
import type { GuessedSettings, TableSettings } from '../../corpus/tables/types.ts';

/** Choices of a person; absent ones were guessed. */
export interface Choices {
  readonly settings: Partial<TableSettings>;
  /** Name of the column of texts. */
  readonly text?: string;
  /** Name of the column of labels; null for none. */
  readonly label?: string | null;
}

export const NO_CHOICES: Choices = { settings: {} };

/** Returns the settings guessed for another format, with a person's earlier choices. */
export function withChoices(
  guessed: GuessedSettings,
  { settings: { format: _, encoding: __, ...chosen } }: Choices,
): GuessedSettings {
  const header = chosen.header === undefined ? guessed.reasons.header : 'sure';
  return { ...guessed, ...chosen, reasons: { ...guessed.reasons, header } };
}

/** Records which columns a person chose, by their names. */
export function columnChoices(
  choices: Choices,
  names: readonly string[],
  before: Columns,
  columns: Columns,
): Choices {
  const nameOf = (column: number) => names[column] ?? '';
  return {
    ...choices,
    ...(columns.text !== before.text && { text: nameOf(columns.text) }),
    ...(columns.label !== before.label && {
      label: columns.label === null ? null : nameOf(columns.label),
    }),
  };
}

/** Returns the columns guessed for a table, with a person's choices where it has those columns. */
export function chosenColumns(
  guessed: Columns,
  { text, label }: Choices,
  names: readonly string[],
): Columns {
  const of = (name: string | null | undefined, otherwise: number | null) => {
    if (name === null) return null;
    const at = name === undefined ? -1 : names.indexOf(name);
    return at === -1 ? otherwise : at;
  };
  return { text: of(text, guessed.text) ?? guessed.text, label: of(label, guessed.label) };
}
