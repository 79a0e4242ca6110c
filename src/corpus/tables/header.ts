/** Detects whether a table's first row names its columns, and gives the names. */
import { LOOKED_AT } from './limits.ts';

/** Usual names of text and label columns; a first row with one of them is a header. */
const KNOWN =
  /^(_?id|idx|index|texts?|labels?|class|category|sentences?[_ ]?[12]?|titles?|query|queries|question|answer|intent|score|content|document|instruction|comment|review|message|date|topic|target|lang(uage)?)$/i;

/** Whether the first row is a header: short names above cells that are mostly longer, or numbers. */
export function looksLikeHeader(
  first: readonly string[],
  rest: readonly (readonly string[])[],
): boolean {
  const names = first.map((name) => name.trim());
  const seen = rest.slice(0, LOOKED_AT);
  const cells = names.map((_, column) =>
    seen.map((row) => (row[column] ?? '').trim()).filter((cell) => cell !== ''),
  );
  // pandas writes its index without a name, as does a separator at the end of each line.
  if (names.some((name, at) => name === '' && !(cells[at] ?? []).every(isNumber))) return false;
  const given = names.filter((name) => name !== '');
  if (given.length === 0) return false;
  if (given.some((name) => name.length > 40 || /[.!?]$/.test(name) || isNumber(name))) return false;
  if (given.some(isKnown)) return true;
  if (seen.length === 0) return false;
  // A cell that occurs again below is a class, not a name.
  if (names.some((name, at) => name !== '' && cells[at]?.includes(name))) return false;
  return names.some((name, at) => {
    const below = cells[at] ?? [];
    if (name === '' || below.length === 0) return false;
    const letters = below.reduce((sum, cell) => sum + cell.length, 0);
    return below.every(isNumber) || letters / below.length > 2 * name.length;
  });
}

/**
 * Distinct names for `width` columns: "text", "text.1" for a repeated name, as in pandas, and "Column 3"
 * for a missing one.
 * @param first Null without a header.
 */
export function namesOf(first: readonly string[] | null, width: number): string[] {
  const taken = new Set<string>();
  return Array.from({ length: width }, (_, column) => {
    const name = (first?.[column] ?? '').trim() || `Column ${column + 1}`;
    let unique = name;
    for (let copy = 1; taken.has(unique); copy++) unique = `${name}.${copy}`;
    taken.add(unique);
    return unique;
  });
}

/** Whether columns often have this name. */
export function isKnown(name: string): boolean {
  return KNOWN.test(name.trim());
}

export function isNumber(cell: string): boolean {
  return cell !== '' && Number.isFinite(Number(cell.replace(',', '.')));
}
