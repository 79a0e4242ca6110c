/** Guesses separator, quoting and header of separated values by how evenly each cuts a sample. */
import { type HeaderGuess, isKnown, judgeHeader } from './header.ts';
import { LOOKED_AT, type Turns } from './limits.ts';
import { isBlankRow, SeparatedReader, type SeparatedRecord } from './separated.ts';
import { separatorLine, startOf } from './separator-line.ts';
import type { Quote } from './types.ts';

/** Characters in the sample for the separator. */
const SAMPLE = 256_000;
/** Characters in the sample for the quoting: a single quote among many rows may swallow some. */
const QUOTED_SAMPLE = 5_000_000;
const QUOTED_RECORDS = 100_000;
/** Lowest evenness at which a separator beats one column. */
const CREDIBLE = 0.4;

/** Candidates in the order that breaks ties: the rarest in texts comes first. */
const CANDIDATES = ['\t', '|', ';', ','] as const;
/** Separators that few files have: taken only if the usual ones fail and they cut nearly every row alike. */
const RARE = ['~', '^', '¦', '¬', '::', '،', '؛', '；', '，', '\x1f', '\x01'] as const;
const RARE_EVENNESS = 0.9;
/** Lines at the top that may be titles and remarks. */
const TITLES = 10;

export interface SeparatedGuess {
  readonly separator: string;
  /** How evenly the separator cuts the sample, from 0 to 1. */
  readonly evenness: number;
  /** Whether the file names its separator with Excel's `sep=`. */
  readonly said: boolean;
}

/** @param extension The file's extension decides if the sample leaves a choice. */
export function guessSeparator(text: string, extension: string): SeparatedGuess {
  const { separator: said } = separatorLine(text);
  if (said !== null) return { separator: said, evenness: 1, said: true };
  const expected = { tsv: '\t', tab: '\t', psv: '|' }[extension] ?? ',';
  const sample = text.length > SAMPLE ? text.slice(0, SAMPLE) : text;
  const cut = text.length > SAMPLE;
  const best = bestOf(sample, cut, CANDIDATES, expected);
  if (best.evenness >= CREDIBLE) return best;
  const present = RARE.filter((separator) => sample.includes(separator));
  const rare = bestOf(sample, cut, present, expected);
  if (rare.evenness >= RARE_EVENNESS) return rare;
  // A colon is in many texts: usual names in the header must speak for it.
  const colon = sampleOf(sample, ':', cut);
  if (isHeaded(colon) && colon.every(({ width }) => width >= 2)) {
    return { separator: ':', evenness: evenness(colon, ':'), said: false };
  }
  // Nothing to cut, or commas only within texts.
  const whole = sampleOf(sample, expected, cut).every(({ width }) => width === 1);
  return { separator: whole ? expected : '', evenness: 0, said: false };
}

function bestOf(
  sample: string,
  cut: boolean,
  candidates: readonly string[],
  expected: string,
): SeparatedGuess {
  let best: SeparatedGuess = { separator: '', evenness: 0, said: false };
  let most = 0;
  for (const separator of candidates) {
    const even = evennessOf(sample, cut, separator);
    const weight = separator === expected && even > 0 ? even + 0.05 : even;
    if (weight > most) best = { separator, evenness: weight, said: false };
    most = Math.max(most, weight);
  }
  return best;
}

/** Evenness with the quotes that serve best. */
function evennessOf(sample: string, cut: boolean, separator: string): number {
  const usual = evenness(sampleOf(sample, separator, cut), separator);
  if (usual >= 0.9) return usual;
  const others = otherQuotes(sample, separator).map((quote) =>
    evenness(sampleOf(sample, separator, cut, quote), separator),
  );
  return Math.max(usual, ...others);
}

/** Less usual quotes that a sample may have. */
function otherQuotes(sample: string, separator: string): Quote[] {
  const start = sample.slice(0, SAMPLE);
  const opens = start.split(`${separator}'`).length + start.split("\n'").length > 4;
  return [...(start.includes('\\"') ? (['\\"'] as const) : []), ...(opens ? (["'"] as const) : [])];
}

/**
 * The quote that wraps cells. Quotes are letters if wrapping fails or swallows lines, if every line is a
 * whole row without wrapping, and if no column is wrapped throughout.
 */
export async function guessQuote(
  text: string,
  separator: string,
  skip: number,
  turns: Turns,
): Promise<Quote> {
  if (!/["']/.test(text)) return '"';
  const sample = text.slice(0, QUOTED_SAMPLE);
  const cut = sample.length < text.length;
  const wrapped = await tally(sample, cut, separator, '"', skip, turns);
  for (const quote of otherQuotes(sample, separator)) {
    if (quote === "'" && wrapped.quoted > 0) continue;
    const other = await tally(sample, cut, separator, quote, skip, turns);
    const better = other.faults < wrapped.faults || other.ragged < wrapped.ragged;
    const meant = quote === "'" ? 2 * other.quoted > other.records : other.quoted > 0;
    if (better && meant && other.faults === 0 && other.ragged <= wrapped.ragged) return quote;
  }
  if (wrapped.faults === 0 && wrapped.tall === 0) return '"';
  const plain = await tally(sample, cut, separator, '', skip, turns);
  if (plain.ragged > wrapped.ragged) return '"';
  if (wrapped.faults > 0) {
    const meant = 4 * wrapped.sound > wrapped.faults || 2 * wrapped.quoted > wrapped.records;
    return meant ? '"' : '';
  }
  // Lines that are whole rows by themselves did not belong in the cell that swallowed them.
  return plain.ragged === 0 && plain.width > 1 ? '' : '"';
}

/** Number of lines before the table: titles and remarks, narrower than the even rows that follow. */
export function guessSkip(text: string, separator: string, quote: Quote): number {
  if (separator === '') return 0;
  const cut = text.length > SAMPLE;
  const records = sampleOf(cut ? text.slice(0, SAMPLE) : text, separator, cut, quote);
  const width = modalWidth(records.map((record) => record.width));
  const start = records.findIndex((record) => record.width === width);
  const first = records[start];
  if (width < 2 || start < 1 || start > TITLES || first === undefined) return 0;
  const titles = records.slice(0, start);
  if (titles.some((title) => title.width >= width || title.cells.some(isKnown))) return 0;
  const rest = records.slice(start + 1);
  if (rest.length === 0 || rest.filter((row) => row.width === width).length < 0.8 * rest.length) {
    return 0;
  }
  const { header } = judgeHeader(
    first.cells,
    rest.map(({ cells }) => cells),
  );
  // A row of fewer cells is a title only if the next one is the header, or if nothing cuts it.
  const bare = titles.every((title) => filledOf(title) === 1);
  return header && bare ? first.line - 1 - (separatorLine(text).length > 0 ? 1 : 0) : 0;
}

function filledOf({ cells }: SeparatedRecord): number {
  return cells.filter((cell) => cell.trim() !== '').length;
}

export function guessHeader(
  text: string,
  separator: string,
  quote: Quote,
  skip: number,
): HeaderGuess {
  const cut = text.length > SAMPLE;
  const sample = cut ? text.slice(0, SAMPLE) : text;
  const [first, ...rest] = sampleOf(sample, separator, cut, quote, skip);
  if (first === undefined) return { header: false, sure: true };
  return judgeHeader(
    first.cells,
    rest.map(({ cells }) => cells),
  );
}

/** The first records that are not blank, without the one in which a cut sample ends. */
function sampleOf(
  sample: string,
  separator: string,
  cut: boolean,
  quote: Quote = '"',
  skip = 0,
): SeparatedRecord[] {
  const reader = new SeparatedReader(sample, separator, quote, startOf(sample, skip));
  const records: SeparatedRecord[] = [];
  for (let record = reader.next(); record !== null; record = reader.next()) {
    if (isCut(record, reader, cut) && records.length > 0) break;
    if (!isBlankRow(record)) records.push(record);
    if (records.length > LOOKED_AT) break;
  }
  return records;
}

/** Whether a record is incomplete because the sample ends in it. */
function isCut({ fault }: SeparatedRecord, { at, text }: SeparatedReader, cut: boolean): boolean {
  return cut && (at >= text.length || fault === 'unclosed');
}

/** Share of records with the most frequent width, reduced if the header's width differs or quotes fail. */
function evenness(all: readonly SeparatedRecord[], separator: string): number {
  const records = withoutTitles(all);
  const width = modalWidth(records.map((record) => record.width));
  if (records.length === 0 || width < 2) return 0;
  // Usual names at the top count more than commas in the texts of the rows.
  if (isHeaded(records) && records[0]!.width !== width) {
    const sound = records.filter((record) => record.width >= 2 && record.fault === null);
    return (0.8 * sound.length) / records.length;
  }
  const even = records.filter((record) => record.width === width).length / records.length;
  const first = records[0]?.width === width ? 1 : 0.5;
  const faults = records.filter(({ fault }) => fault !== null).length / records.length;
  // A space follows commas in prose, and hardly ever separators.
  const inner = records.flatMap(({ cells }) => cells.slice(1));
  const spaced = inner.filter((cell) => /^ \S/.test(cell)).length / Math.max(1, inner.length);
  const prose = separator === '|' ? 1 : 1 - 0.6 * spaced;
  return even * first * (1 - 0.7 * faults) * prose;
}

/** Records from a header with a usual name on, if only lines that nothing cuts stand above it. */
function withoutTitles(records: readonly SeparatedRecord[]): readonly SeparatedRecord[] {
  const start = records.findIndex(({ width }) => width > 1);
  const titles = records.slice(0, Math.max(0, start));
  const isTitles = titles.length <= TITLES && !titles.some(({ cells }) => cells.some(isKnown));
  return start > 0 && isTitles && isHeaded(records.slice(start)) ? records.slice(start) : records;
}

/** Whether the first record is of several short names, with a usual one among them. */
function isHeaded([first]: readonly SeparatedRecord[]): boolean {
  if (first === undefined || first.width < 2 || !first.cells.some(isKnown)) return false;
  return first.cells.every((cell) => /^\S/.test(cell) && cell.trim().length <= 40);
}

/** The most frequent width; of equals, the largest. */
export function modalWidth(widths: readonly number[]): number {
  const counts = new Map<number, number>();
  for (const width of widths) counts.set(width, (counts.get(width) ?? 0) + 1);
  let best = 0;
  for (const [width, count] of counts) {
    const most = counts.get(best) ?? 0;
    if (count > most || (count === most && width > best)) best = width;
  }
  return best;
}

async function tally(
  text: string,
  cut: boolean,
  separator: string,
  quote: Quote,
  skip: number,
  turns: Turns,
) {
  const reader = new SeparatedReader(text, separator, quote, startOf(text, skip));
  const sums = { records: 0, width: 0, ragged: 0, faults: 0, tall: 0, quoted: 0, sound: 0 };
  for (let record = reader.next(); record !== null; record = reader.next()) {
    if (turns.due(reader.at)) await turns.take(reader.at);
    if (isCut(record, reader, cut)) break;
    if (isBlankRow(record)) continue;
    if (sums.records === QUOTED_RECORDS) break;
    if (sums.records === 0) sums.width = record.width;
    sums.records += 1;
    if (record.width !== sums.width) sums.ragged += 1;
    if (record.fault !== null) sums.faults += 1;
    if (record.tallest > 1) sums.tall += 1;
    if (record.quoted > 0) sums.quoted += 1;
    const whole = record.width === sums.width && record.fault === null && record.tallest === 1;
    if (record.needed > 0 && whole) sums.sound += 1;
  }
  return sums;
}
