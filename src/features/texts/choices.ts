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
  /** Names of the columns of further labels. */
  readonly facets?: readonly string[];
  /** Name of the column of ids; null for none. */
  readonly id?: string | null;
  /** Template that joins several columns; null for one column. */
  readonly template?: string | null;
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
  const { facets = [], id = null, template = null } = columns;
  return {
    ...choices,
    ...(columns.text !== before.text && { text: nameOf(columns.text) }),
    ...(columns.label !== before.label && {
      label: columns.label === null ? null : nameOf(columns.label),
    }),
    ...(facets !== before.facets && columns.facets && { facets: facets.map(nameOf) }),
    ...(id !== (before.id ?? null) && { id: id === null ? null : nameOf(id) }),
    ...(template !== (before.template ?? null) && { template }),
  };
}

/** Returns the columns guessed for a table, with a person's choices where it has those columns. */
export function chosenColumns(
  guessed: Columns,
  { text, label, facets, id, template }: Choices,
  names: readonly string[],
): Columns {
  const of = (name: string | null | undefined, otherwise: number | null) => {
    if (name === null) return null;
    const at = name === undefined ? -1 : names.indexOf(name);
    return at === -1 ? otherwise : at;
  };
  return {
    ...guessed,
    text: of(text, guessed.text) ?? guessed.text,
    label: of(label, guessed.label),
    ...(facets && { facets: facets.map((name) => names.indexOf(name)).filter((at) => at >= 0) }),
    ...(id !== undefined && { id: of(id, guessed.id ?? null) }),
    ...(template !== undefined && { template }),
  };
}
