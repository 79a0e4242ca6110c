/** Detects the encoding of a text file and decodes it. */

import { DataError } from '../../lib/data-error.ts';
import { lazyModule } from '../../loading/lazy-module.ts';
import { centralOr, fewWords } from './encoding-letters.ts';
import { ENCODINGS } from './encoding-names.ts';
import type { Turns } from './limits.ts';
import { isCodePoint, Utf32Decoder } from './utf-32.ts';

/** `TextDecoder` names for the detector's names. Windows encodings are supersets of the ISO ones. */
const DETECTED: Readonly<Record<string, string>> = {
  'iso-8859-1': 'windows-1252',
  'iso-8859-7': 'windows-1253',
  'iso-8859-8': 'windows-1255',
  'iso-8859-9': 'windows-1254',
  'iso-8859-6': 'windows-1256',
};

const MULTIBYTE = new Set(['shift_jis', 'euc-jp', 'gb18030', 'big5', 'euc-kr']);
/** Encodings that share most letters with Windows-1252 and differ in the accents of some languages. */
const LATIN = new Set([
  'windows-1250',
  'iso-8859-2',
  'windows-1254',
  'windows-1257',
  'windows-1258',
]);
/** Bytes that the detection reads. */
const SAMPLE = 65_536;
/** Bytes decoded before the page gets a turn. */
const PIECE = 1_000_000;

export interface EncodingGuess {
  readonly encoding: string;
  /** Source of the encoding: "byte order mark", "guessed", or '' if it is certain. */
  readonly reason: string;
}

/** @throws DataError that names the file if its bytes are no text in any encoding. */
export async function guessEncoding(
  name: string,
  bytes: Uint8Array<ArrayBuffer>,
): Promise<EncodingGuess> {
  const [first, second, third] = bytes;
  if (first === 0xef && second === 0xbb && third === 0xbf) return marked('utf-8');
  const four = guessFour(bytes);
  if (four !== null) return four;
  if (first === 0xff && second === 0xfe) return marked('utf-16le');
  if (first === 0xfe && second === 0xff) return marked('utf-16be');
  const wide = guessWide(bytes);
  if (wide !== null) return { encoding: wide, reason: 'guessed' };
  const whole = withoutPadding(bytes);
  const controls = controlShare(whole);
  if (isValid(whole, 'utf-8')) {
    if (controls > 0.1) throw noText(name, whole);
    return { encoding: 'utf-8', reason: '' };
  }
  if (controls > 0.02) throw noText(name, whole);
  const sample = telling(whole);
  if (mostlyUtf8(sample)) return { encoding: 'utf-8', reason: 'guessed' };
  return { encoding: await detect(sample), reason: 'guessed' };
}

export interface Decoded {
  readonly text: string;
  /** Sentences that say what was replaced. */
  readonly notes: readonly string[];
}

/** Never fails: replaces bytes that the encoding has no letter for by �, and counts them. */
export async function decode(
  bytes: Uint8Array<ArrayBuffer>,
  encoding: string,
  turns: Turns,
): Promise<Decoded> {
  const decoder = decoderOf(encoding);
  let text = '';
  for (let at = 0; at < bytes.length; at += PIECE) {
    text += decoder.decode(bytes.subarray(at, at + PIECE), { stream: true });
    if (turns.due(at)) await turns.take(at);
  }
  text += decoder.decode();
  return withoutZeros(text, ENCODINGS[encoding] ?? encoding);
}

/** Decodes a file piece by piece, as `decode` does a whole one. */
export class Decoding {
  readonly #encoding: string;
  readonly #decoder: TextDecoder | Utf32Decoder;
  #length = 0;
  #zeros = 0;
  #unknown = 0;

  constructor(encoding: string) {
    this.#encoding = encoding;
    this.#decoder = decoderOf(encoding);
  }

  next(bytes: Uint8Array<ArrayBuffer>, last: boolean): string {
    let text = this.#decoder.decode(bytes, { stream: true });
    if (last) text += this.#decoder.decode();
    this.#length += text.length;
    const zeros = count(text, '\0');
    this.#zeros += zeros;
    this.#unknown += count(text, '\ufffd');
    return zeros > 0 ? text.replaceAll('\0', '\ufffd') : text;
  }

  notes(): string[] {
    const name = ENCODINGS[this.#encoding] ?? this.#encoding;
    return notesOn({ length: this.#length, zeros: this.#zeros, unknown: this.#unknown }, name);
  }
}

function decoderOf(encoding: string): TextDecoder | Utf32Decoder {
  return encoding.startsWith('utf-32')
    ? new Utf32Decoder(encoding === 'utf-32le')
    : new TextDecoder(encoding);
}

/** Fewest zeros at the end that are padding, not bytes of another format. */
const PADDING = 16;
/** From this share of zeros on, the file is likely damaged or in another encoding. */
const MANY_ZEROS = 0.01;

/** Replaces zero bytes by �, leaves out those at the end, and counts both and the unreadable characters. */
export function withoutZeros(whole: string, encoding: string | null): Decoded {
  const notes: string[] = [];
  let end = whole.length;
  while (whole.charCodeAt(end - 1) === 0) end -= 1;
  const text = whole.slice(0, end);
  const [padding, zeros, unknown] = [whole.length - end, count(text, '\0'), count(text, '\ufffd')];
  if (padding > 0) {
    notes.push(
      `${bytesOf(padding)} at the end ${padding === 1 ? 'is' : 'are'} left out. Was the file written whole?`,
    );
  }
  notes.push(...notesOn({ length: text.length, zeros, unknown }, encoding));
  return { text: zeros > 0 ? text.replaceAll('\0', '\ufffd') : text, notes };
}

/** Sentences about zero bytes and unreadable characters. */
function notesOn(
  { length, zeros, unknown }: { length: number; zeros: number; unknown: number },
  encoding: string | null,
): string[] {
  const notes: string[] = [];
  if (zeros > 0) {
    const many = zeros > MANY_ZEROS * length;
    const doubt = many
      ? ' So many are in no text: is another encoding right (choose it under “Encoding”), or the file damaged?'
      : '';
    notes.push(`${bytesOf(zeros)} ${zeros === 1 ? 'was' : 'were'} replaced by �.${doubt}`);
  }
  if (unknown > 0 && encoding !== null) {
    notes.push(
      `${unknown} ${unknown === 1 ? 'character is' : 'characters are'} not readable as ${encoding} and stand${unknown === 1 ? 's' : ''} as �. Is another one right? Choose it under “Encoding”.`,
    );
  }
  return notes;
}

function bytesOf(zeros: number): string {
  return zeros === 1 ? '1 zero byte' : `${zeros.toLocaleString('en')} zero bytes`;
}

/** The bytes without the zeros that disks and tapes add to fill a block. */
function withoutPadding(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  let end = bytes.length;
  while (end > 0 && bytes[end - 1] === 0) end -= 1;
  return bytes.length - end < PADDING ? bytes : bytes.subarray(0, end);
}

function marked(encoding: string): EncodingGuess {
  return { encoding, reason: 'byte order mark' };
}

function noText(name: string, bytes: Uint8Array): DataError {
  const zeros = bytes.filter((byte) => byte === 0).length;
  const what =
    zeros > 1 && zeros > 0.1 * bytes.length
      ? `bytes of some other format, ${bytesOf(zeros)} among them`
      : 'bytes of some other format';
  return new DataError(
    `${name} is not text: it holds ${what}. Open a table (.csv, .tsv, .jsonl, .json, .parquet) or text, one per line (.txt).`,
  );
}

/** Detects UTF-32: by its mark, or since every four bytes are a code point. */
function guessFour(bytes: Uint8Array<ArrayBuffer>): EncodingGuess | null {
  const sample = bytes.subarray(0, SAMPLE);
  const view = new DataView(sample.buffer, sample.byteOffset, sample.length);
  const units = Math.floor(sample.length / 4);
  if (units === 0) return null;
  for (const [encoding, little] of [
    ['utf-32le', true],
    ['utf-32be', false],
  ] as const) {
    if (view.getUint32(0, little) === 0xfeff) return marked(encoding);
    if (units < 2 || bytes.length % 4 !== 0) continue;
    let letters = true;
    for (let at = 0; at < units && letters; at++) {
      const code = view.getUint32(4 * at, little);
      letters = code >= 9 && isCodePoint(code);
    }
    if (letters) return { encoding, reason: 'guessed' };
  }
  return null;
}

/** Detects UTF-16 without a mark: its zero bytes all lie on one side of their pairs. */
function guessWide(bytes: Uint8Array<ArrayBuffer>): string | null {
  const sample = bytes.subarray(0, SAMPLE);
  const zeros = [0, 0] as [number, number];
  for (const [at, byte] of sample.entries()) {
    if (byte === 0) zeros[at % 2 === 0 ? 0 : 1] += 1;
  }
  const all = zeros[0] + zeros[1];
  if (bytes.length % 2 !== 0 || all < Math.max(1, 0.01 * sample.length)) return null;
  // In UTF-16, separators, spaces and line ends have a zero byte in any script.
  if (zeros[1] >= 0.95 * all && isWide(sample, 'utf-16le')) return 'utf-16le';
  return zeros[0] >= 0.95 * all && isWide(sample, 'utf-16be') ? 'utf-16be' : null;
}

function isWide(sample: Uint8Array<ArrayBuffer>, encoding: string): boolean {
  const even = sample.subarray(0, sample.length - (sample.length % 2));
  const text = new TextDecoder(encoding).decode(even);
  const strange = [...text].filter((char) => char < '\t' || /[\p{Cn}\p{Co}]/u.test(char)).length;
  return strange <= 0.01 * text.length && /[\n\r\t ,;.]/.test(text);
}

function isValid(bytes: Uint8Array<ArrayBuffer>, encoding: string): boolean {
  try {
    new TextDecoder(encoding, { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

/** Share of bytes that no text has: control codes except tab, line ends, form feed and escape. */
function controlShare(bytes: Uint8Array): number {
  const sample = bytes.subarray(0, SAMPLE);
  let controls = 0;
  for (const byte of sample) {
    if (byte < 9 || byte === 0x0b || (byte > 13 && byte < 32 && byte !== 27)) controls += 1;
  }
  return controls / Math.max(1, sample.length);
}

/** The lines with bytes beyond ASCII, up to the size of a sample. */
function telling(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  for (let at = 0; at < bytes.length && size < SAMPLE; at++) {
    if ((bytes[at] ?? 0) < 0x80) continue;
    const before = Math.max(0, at - 1000);
    const start = before + bytes.subarray(before, at).lastIndexOf(10) + 1;
    const end = bytes.subarray(at, at + 1000).indexOf(10);
    const stop = Math.min(bytes.length, end === -1 ? at + 1000 : at + end + 1);
    parts.push(bytes.subarray(start, stop));
    size += stop - start;
    at = stop - 1;
  }
  const sample = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    sample.set(part, at);
    at += part.length;
  }
  return sample;
}

/** Whether the text is UTF-8 cut within letters or patched: nearly all bytes beyond ASCII form whole letters. */
function mostlyUtf8(sample: Uint8Array<ArrayBuffer>): boolean {
  const text = new TextDecoder().decode(sample);
  const wrong = count(text, '\ufffd');
  let beyond = 0;
  for (const char of text) if (char > '\x7f') beyond += 1;
  return beyond - wrong > 4 * wrong || (wrong === 1 && beyond > 1);
}

const loadChardet = lazyModule('The detector of encodings', () => import('chardet'));

/** Prefers Excel's encoding if the detector has little to go by: a few accents fit many languages. */
async function detect(sample: Uint8Array<ArrayBuffer>): Promise<string> {
  // Fetched with the first file that is not Unicode.
  const { analyse } = await loadChardet();
  const found = new Map<string, number>();
  for (const { name, confidence } of analyse(sample)) {
    const label = /^shift/i.test(name) ? 'shift_jis' : name.toLowerCase().replace('_', '-');
    const encoding = DETECTED[label] ?? label;
    if (encoding in ENCODINGS && !found.has(encoding)) found.set(encoding, confidence);
  }
  const beyond = sample.filter((byte) => byte >= 0x80).length;
  const western = found.get('windows-1252') ?? 0;
  for (const [encoding, confidence] of found) {
    if (encoding === 'windows-1252') break;
    if (MULTIBYTE.has(encoding)) {
      if (confidence >= 30 && isWhole(sample, encoding)) return encoding;
    } else if (LATIN.has(encoding)) {
      if (beyond >= 10 && confidence > 1.3 * western) return centralOr(encoding, sample);
    } else if (confidence >= 15 && beyond > 0.25 * sample.length) return encoding;
  }
  return fewWords(sample) ?? 'windows-1252';
}

/** Whether all of the sample decodes; it may be cut within a letter. */
function isWhole(sample: Uint8Array<ArrayBuffer>, encoding: string): boolean {
  return count(new TextDecoder(encoding).decode(sample), '\ufffd') <= 1;
}

function count(text: string, char: string): number {
  let found = 0;
  for (let at = text.indexOf(char); at !== -1; at = text.indexOf(char, at + 1)) found += 1;
  return found;
}
