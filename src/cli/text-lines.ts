/** Splits bytes into lines of text, or names the place of bytes that are no text and a remedy. Replaces nothing. */
import { FileError } from '../node/errors.ts';

type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be';

export interface Line {
  /** Number of the line, from 1. */
  readonly number: number;
  /** Text without the line feed. */
  readonly text: string;
}

/**
 * Lines of UTF-8, or of UTF-16 with a byte-order mark. Empty lines of UTF-8 are left out, and counted. They come one at a time, so that a file may be
 * longer than the longest string.
 * @throws FileError for bytes in neither encoding; names the line, the byte and how to convert the file.
 */
export function* textLines(file: string, bytes: Uint8Array): Generator<Line> {
  const { encoding, start: first } = encodingOf(file, bytes);
  const decoder = new TextDecoder(encoding, { fatal: true, ignoreBOM: true });
  let number = 0;
  for (let start = first; start < bytes.byteLength; ) {
    // Empty lines hold nothing, and a file may be millions of them.
    if (encoding === 'utf-8' && bytes[start] === 0x0a) {
      number++;
      start++;
      continue;
    }
    const end = lineEnd(bytes, start, encoding);
    number++;
    let text: string;
    try {
      text = decoder.decode(bytes.subarray(start, end));
    } catch {
      throw notText(file, bytes.subarray(start, end), { encoding, number, start });
    }
    yield { number, text };
    start = end + (encoding === 'utf-8' ? 1 : 2);
  }
}

function encodingOf(file: string, bytes: Uint8Array): { encoding: Encoding; start: number } {
  const starts = (...mark: number[]) => mark.every((byte, i) => bytes[i] === byte);
  if (starts(0xef, 0xbb, 0xbf)) return { encoding: 'utf-8', start: 3 };
  if (starts(0xff, 0xfe, 0, 0) || starts(0, 0, 0xfe, 0xff))
    throw convert(file, 'is UTF-32', 'UTF-32');
  if (starts(0xff, 0xfe)) return { encoding: 'utf-16le', start: 2 };
  if (starts(0xfe, 0xff)) return { encoding: 'utf-16be', start: 2 };
  if (starts(0x1f, 0x8b))
    throw new FileError(file, 'is compressed by gzip; unpack it first (gunzip)');
  // JSON starts with an ASCII character, which has a zero byte in UTF-16.
  if (bytes[0] !== 0 && bytes[1] === 0) throw unmarked(file, 'UTF-16LE');
  if (bytes[0] === 0 && bytes[1] !== 0 && bytes.byteLength > 1) throw unmarked(file, 'UTF-16BE');
  return { encoding: 'utf-8', start: 0 };
}

function unmarked(file: string, encoding: string): FileError {
  return convert(file, `seems to be ${encoding} without a byte-order mark`, encoding);
}

/** Position of the first line feed from `start` on, or the end of the file. */
function lineEnd(bytes: Uint8Array, start: number, encoding: Encoding): number {
  const feed = encoding === 'utf-16be' ? 1 : 0;
  for (let from = start; ; ) {
    const found = bytes.indexOf(0x0a, from);
    if (found < 0) return bytes.byteLength;
    if (encoding === 'utf-8') return found;
    const unit = found - feed;
    if ((unit - start) % 2 === 0 && unit >= start && bytes[unit + 1 - feed] === 0) return unit;
    from = found + 1;
  }
}

function notText(
  file: string,
  line: Uint8Array,
  { encoding, number, start }: { encoding: Encoding; number: number; start: number },
): FileError {
  const offset = validLength(line, encoding);
  const found = Array.from(line.subarray(offset, offset + 4), (byte) =>
    byte.toString(16).toUpperCase().padStart(2, '0'),
  ).join(' ');
  const where = `line ${number}, byte ${offset + 1} of the line (byte ${start + offset + 1} of the file)`;
  if (encoding !== 'utf-8') {
    return new FileError(
      file,
      `${where}: ${found} is not valid ${encoding.toUpperCase()}; the file is damaged`,
    );
  }
  const reason = `${where}: ${found} is not valid UTF-8. The text before it: ${JSON.stringify(before(line, offset))}`;
  return convert(file, reason, 'WINDOWS-1252');
}

/** Number of bytes from the start that are text. */
function validLength(bytes: Uint8Array, encoding: Encoding): number {
  const decode = (length: number): string | null => {
    const decoder = new TextDecoder(encoding, { fatal: true, ignoreBOM: true });
    try {
      // A truncated character is not wrong yet.
      return decoder.decode(bytes.subarray(0, length), { stream: true });
    } catch {
      return null;
    }
  };
  let good = 0;
  let bad = bytes.byteLength + 1;
  while (bad - good > 1) {
    const middle = (good + bad) >>> 1;
    if (decode(middle) === null) bad = middle;
    else good = middle;
  }
  const text = decode(good)!;
  return encoding === 'utf-8' ? Buffer.byteLength(text) : 2 * text.length;
}

function before(line: Uint8Array, offset: number): string {
  return [...new TextDecoder().decode(line.subarray(0, offset))].slice(-20).join('');
}

function convert(file: string, reason: string, encoding: string): FileError {
  const guess =
    encoding === 'WINDOWS-1252' ? 'If it is Latin-1 or Windows-1252, convert it' : 'Convert it';
  const name = file.startsWith('-') ? './-' : file;
  const quoted = /^[\w./-]+$/.test(name) ? name : `'${name.replaceAll("'", "'\\''")}'`;
  return new FileError(
    file,
    `${reason}. ${guess}: iconv -f ${encoding} -t UTF-8 ${quoted} > utf8.jsonl`,
  );
}
