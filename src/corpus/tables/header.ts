/** Judges whether a table's first row names its columns, and gives the names. */
import { LOOKED_AT } from './limits.ts';

/** Usual names of text and label columns; a first row with one of them is a header. */
const KNOWN =
  /^(_?id|idx|index|texts?|labels?|class|category|sentences?[_ ]?[12]?|titles?|query|queries|question|answer|intent|score|content|document|instruction|comment|review|message|date|topic|target|lang(uage)?)$/i;

export interface HeaderGuess {
  readonly header: boolean;
  /** Whether the cells speak clearly for it. */
  readonly sure: boolean;
}

const NO: HeaderGuess = { header: false, sure: true };
const YES: HeaderGuess = { header: true, sure: true };

/**
 * Whether the first row names the columns: by a usual name, numbers or dates below a word, questions above
 * answers, or short names above longer cells.
 */
export function judgeHeader(
  first: readonly string[],
  rest: readonly (readonly string[])[],
): HeaderGuess {
  const names = first.map((name) => name.trim());
  const seen = rest.slice(0, LOOKED_AT);
  const columns = names.map((name, column) => ({
    name,
    below: seen.map((row) => (row[column] ?? '').trim()).filter((cell) => cell !== ''),
  }));
  const given = columns.filter(({ name }) => name !== '');
  if (given.length === 0 || given.every(({ name }) => isNumber(name))) return NO;
  if (seen.length === 0) return judgeAlone(names);
  const proseLike = ({ name }: Named) => name.length > 40 || /[.!?]$/.test(name);
  // A cell that occurs again below is a class, not a name.
  const again = given.some(({ name, below }) => below.includes(name));
  const known = given.some(({ name }) => isKnown(name));
  if (known && !(again && given.some(proseLike))) return YES;
  if (again) return NO;
  if (given.some(({ name }) => isNumber(name) || isDate(name)))
    return { header: false, sure: false };
  if (given.some(({ below }) => below.length > 0 && below.every(isNumberOrDate))) return YES;
  // pandas writes its index without a name, as does a separator at the end of each line.
  const isIndex = ({ below }: Named) => new Set(below).size === seen.length;
  const unnamed = columns.filter(({ name }) => name === '');
  if (unnamed.length > 1 || unnamed.some((column) => column !== columns[0] || !isIndex(column))) {
    return { header: false, sure: false };
  }
  if (unnamed.length === 1 && !given.some(proseLike)) return YES;
  const questions = given.filter(({ name }) => name.endsWith('?'));
  const asked = questions.some(
    ({ below }) => below.filter((cell) => cell.endsWith('?')).length < 0.2 * below.length,
  );
  if (asked && questions.length > 0) return { header: true, sure: questions.length > 1 };
  if (given.some(proseLike)) return { header: false, sure: given.every(isLikeBelow) };
  const short = given.some(
    ({ name, below }) => below.length > 0 && meanOf(below) > 2 * name.length,
  );
  return short
    ? { header: true, sure: given.every(({ name }) => !/\s/.test(name)) }
    : { header: false, sure: false };
}

interface Named {
  readonly name: string;
  /** Cells of its column that are not empty. */
  readonly below: readonly string[];
}

/** Several single words without rows are names, not texts. */
function judgeAlone(names: readonly string[]): HeaderGuess {
  if (names.some(isKnown)) return YES;
  const words = names.every((name) => /^[\p{L}_][\p{L}\p{M}\p{N}_.-]*$/u.test(name));
  return { header: words && names.length > 1, sure: false };
}

/** Whether a cell is prose as those below it. */
function isLikeBelow({ name, below }: Named): boolean {
  const ends = (cell: string) => /[.!?]$/.test(cell);
  const mean = meanOf(below);
  if (/[^.]\.$/.test(name) && name.includes(' ')) return true;
  const length = name.length < 2 * mean && mean < 2 * name.length;
  return length && (!ends(name) || below.filter(ends).length >= below.length / 2);
}

function meanOf(cells: readonly string[]): number {
  return cells.reduce((sum, cell) => sum + cell.length, 0) / Math.max(1, cells.length);
}

/**
 * Distinct names for `width` columns: "text", "text.1" for a repeated name, as in pandas, and "Column 3"
 * for a missing one.
 * @param first Null without a header.
 */
export function namesOf(first: readonly (string | null)[] | null, width: number): string[] {
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

function isNumberOrDate(cell: string): boolean {
  return isNumber(cell) || isDate(cell);
}

function isDate(cell: string): boolean {
  return /^\d{1,4}([-/.])\d{1,2}\1\d{1,4}([ T]\d{1,2}:\d{2}.{0,12})?$/.test(cell);
}

export function isNumber(cell: string): boolean {
  return cell !== '' && Number.isFinite(Number(cell.replace(',', '.')));
}
