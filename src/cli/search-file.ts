/** Reads the space of a search for `npm run evaluate -- --search`. */
import { FormatError, inWords } from '../evaluation/formats/format-error.ts';
import {
  type Row,
  readJsonObject,
  type SetFile,
  textOf,
  textsOf,
} from '../evaluation/formats/json.ts';
import { ENDINGS, type SearchSpace, WORDINGS } from '../evaluation/search/candidates.ts';

const FIELDS = ['domains', 'types', 'objectives', 'wordings', 'endings', 'document'];

/** @throws FormatError for a field that is none of a search, and for values that are no texts. */
export function readSearch(file: SetFile): SearchSpace & { readonly document: string | null } {
  const row = readJsonObject(file);
  const unknown = Object.keys(row.fields).find((name) => !FIELDS.includes(name));
  if (unknown !== undefined) {
    throw new FormatError(file.name, null, `the fields ${FIELDS.join(', ')}`, inWords(unknown));
  }
  const list = (name: string, otherwise: readonly string[]) =>
    row.fields[name] === undefined ? otherwise : textsOf(row, name);
  return {
    domains: list('domains', []),
    types: textsOf(row, 'types'),
    objectives: list('objectives', []),
    wordings: list('wordings', WORDINGS),
    endings: list('endings', ENDINGS),
    document: documentOf(row),
  };
}

function documentOf(row: Row): string | null {
  return row.fields.document === undefined ? null : textOf(row, 'document');
}
