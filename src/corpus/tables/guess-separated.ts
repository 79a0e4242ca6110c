/** Guesses separator, quoting and header of separated values by how evenly each cuts a sample. */
import { looksLikeHeader } from './header.ts';
import { LOOKED_AT, type Turns } from './limits.ts';
import { isBlank, SeparatedReader, type SeparatedRecord, separatorLine } from './separated.ts';

/** Characters in the sample for the separator. */
const SAMPLE = 256_000;
/** Characters in the sample for the quoting: a single quote among many rows may swallow some. */
const QUOTED_SAMPLE = 5_000_000;
const QUOTED_RECORDS = 100_000;
/** Lowest evenness at which a separator beats one column. */
const CREDIBLE = 0.4;

/** Candidates in the order that breaks ties: the rarest in texts comes first. */
const CANDIDATES = ['\t', '|', ';', ','] as const;

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
  const records = CANDIDATES.map((separator) => sampleOf(sample, separator, text.length > SAMPLE));
  const weights = records.map((some, at) => evenness(some, CANDIDATES[at] ?? ','));
  const hinted = weights.map((weight, at) =>
    CANDIDATES[at] === expected && weight > 0 ? weight + 0.05 : weight,
  );
  const best = Math.max(...hinted);
  if (best >= CREDIBLE) {
    const at = hinted.indexOf(best);
    return { separator: CANDIDATES[at] ?? ',', evenness: weights[at] ?? 0, said: false };
  }
  // Nothing to cut, or commas only within texts.
  const whole = records[CANDIDATES.indexOf(expected as ',')]?.every(({ width }) => width === 1);
  return { separator: whole ? expected : '', evenness: 0, said: false };
}

/**
 * Whether quotes wrap cells. They are letters if wrapping fails or swallows lines, if every line is a
 * whole row without wrapping, and if no column is wrapped throughout.
 */
export async function guessQuote(text: string, separator: string, turns: Turns): Promise<'"' | ''> {
  if (!text.includes('"')) return '"';
  const sample = text.slice(0, QUOTED_SAMPLE);
  const cut = sample.length < text.length;
  const wrapped = await tally(sample, cut, separator, '"', turns);
  if (wrapped.faults === 0 && wrapped.tall === 0) return '"';
  const plain = await tally(sample, cut, separator, '', turns);
  if (plain.ragged > wrapped.ragged) return '"';
  if (wrapped.faults > 0) {
    const meant = wrapped.needed > wrapped.faults || 2 * wrapped.quoted > wrapped.records;
    return meant ? '"' : '';
  }
  // Lines that are whole rows by themselves did not belong in the cell that swallowed them.
  return plain.ragged === 0 && plain.width > 1 ? '' : '"';
}

export function guessHeader(text: string, separator: string, quote: '"' | ''): boolean {
  const cut = text.length > SAMPLE;
  const [first, ...rest] = sampleOf(cut ? text.slice(0, SAMPLE) : text, separator, cut, quote);
  return (
    first !== undefined &&
    looksLikeHeader(
      first.cells,
      rest.map(({ cells }) => cells),
    )
  );
}

/** The first records that are not blank, without the one in which a cut sample ends. */
function sampleOf(
  sample: string,
  separator: string,
  cut: boolean,
  quote: '"' | '' = '"',
): SeparatedRecord[] {
  const reader = new SeparatedReader(sample, separator, quote);
  const records: SeparatedRecord[] = [];
  for (let record = reader.next(); record !== null; record = reader.next()) {
    if (isCut(record, reader, cut) && records.length > 0) break;
    if (!isBlank(record)) records.push(record);
    if (records.length > LOOKED_AT) break;
  }
  return records;
}

/** Whether a record is incomplete because the sample ends in it. */
function isCut({ fault }: SeparatedRecord, { at, text }: SeparatedReader, cut: boolean): boolean {
  return cut && (at >= text.length || fault === 'unclosed');
}

/** Share of records with the most frequent width, reduced if the header's width differs or quotes fail. */
function evenness(records: readonly SeparatedRecord[], separator: string): number {
  const width = modalWidth(records.map((record) => record.width));
  if (records.length === 0 || width < 2) return 0;
  const even = records.filter((record) => record.width === width).length / records.length;
  const first = records[0]?.width === width ? 1 : 0.5;
  const faults = records.filter(({ fault }) => fault !== null).length / records.length;
  // A space follows commas in prose, and hardly ever separators.
  const inner = records.flatMap(({ cells }) => cells.slice(1));
  const spaced = inner.filter((cell) => /^ \S/.test(cell)).length / Math.max(1, inner.length);
  const prose = separator === '|' ? 1 : 1 - 0.6 * spaced;
  return even * first * (1 - 0.7 * faults) * prose;
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

async function tally(text: string, cut: boolean, separator: string, quote: '"' | '', turns: Turns) {
  const reader = new SeparatedReader(text, separator, quote);
  const sums = { records: 0, width: 0, ragged: 0, faults: 0, tall: 0, quoted: 0, needed: 0 };
  for (let record = reader.next(); record !== null; record = reader.next()) {
    if (turns.due(reader.at)) await turns.take(reader.at);
    if (isCut(record, reader, cut)) break;
    if (isBlank(record)) continue;
    if (sums.records === QUOTED_RECORDS) break;
    if (sums.records === 0) sums.width = record.width;
    sums.records += 1;
    if (record.width !== sums.width) sums.ragged += 1;
    if (record.fault !== null) sums.faults += 1;
    if (record.tallest > 1) sums.tall += 1;
    if (record.quoted > 0) sums.quoted += 1;
    sums.needed += record.needed;
  }
  return sums;
}
