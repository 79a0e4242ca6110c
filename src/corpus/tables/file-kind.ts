/** Recognises files that hold no text by their first bytes, whatever their name. */

interface Kind {
  readonly what: string;
  readonly advice: string;
}

const CSV = 'save the table as CSV UTF-8 (.csv) and open that';
const SHEET = `In Excel or LibreOffice: ${CSV}.`;
const PANDAS = (call: string) => `In Python: pandas.${call}.to_csv("texts.csv", index=False).`;
const UNPACK = 'Unpack it and open the table in it.';
const NOT_TEXT = 'Open a table (.csv, .tsv, .jsonl, .json, .parquet) or text, one per line (.txt).';

/** First bytes of files, as Latin-1. The first match counts. */
const MAGIC: readonly (readonly [start: string, kind: Kind])[] = [
  ['ARROW1', { what: 'an Arrow (Feather) file', advice: PANDAS('read_feather("…")') }],
  [
    '\xff\xff\xff\xff\x10\0\0\0',
    {
      what: 'an Arrow stream',
      advice: 'In Python: datasets.Dataset.from_file("…").to_csv("texts.csv").',
    },
  ],
  [
    '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1',
    { what: 'an old Excel or Office file (.xls, .doc)', advice: SHEET },
  ],
  ['%PDF-', { what: 'a PDF', advice: NOT_TEXT }],
  [
    '{\\rtf',
    { what: 'rich text (RTF)', advice: 'In a word processor: save it as plain text (.txt).' },
  ],
  ['\x89PNG\r\n', { what: 'a picture (PNG)', advice: NOT_TEXT }],
  ['\xff\xd8\xff', { what: 'a picture (JPEG)', advice: NOT_TEXT }],
  ['GIF8', { what: 'a picture (GIF)', advice: NOT_TEXT }],
  ['RIFF', { what: 'a picture, sound or film (RIFF)', advice: NOT_TEXT }],
  [
    'SQLite format 3\0',
    {
      what: 'an SQLite database',
      advice: 'Export the table of texts as CSV: sqlite3 -header -csv FILE "SELECT …".',
    },
  ],
  ['\x89HDF\r\n', { what: 'an HDF5 file', advice: PANDAS('read_hdf("…")') }],
  ['\x93NUMPY', { what: 'a NumPy array (.npy), numbers and no texts', advice: NOT_TEXT }],
  ['7z\xbc\xaf\x27\x1c', { what: 'a 7z archive', advice: UNPACK }],
  ['Rar!\x1a\x07', { what: 'a RAR archive', advice: UNPACK }],
  ['BZh', { what: 'a bzip2 archive', advice: UNPACK }],
  ['\xfd7zXZ\0', { what: 'an xz archive', advice: UNPACK }],
  ['\x28\xb5\x2f\xfd', { what: 'a Zstandard archive', advice: UNPACK }],
  ['\x7fELF', { what: 'a program', advice: NOT_TEXT }],
  ['$FL2', { what: 'an SPSS file', advice: PANDAS('read_spss("…")') }],
  ['<stata_dta>', { what: 'a Stata file', advice: PANDAS('read_stata("…")') }],
  [
    'version https://git-lfs',
    {
      what: 'a Git LFS pointer in place of the file',
      advice: 'Fetch the file with “git lfs pull”, or download it from its page.',
    },
  ],
];

/** Whether bytes begin as a Parquet file: also those of one that is encrypted. */
export function isParquet(bytes: Uint8Array): boolean {
  return /^PAR[1E]$/.test(latin1(bytes, 0, 4));
}

/** The kind of a file that is not text; null for bytes that may be text. */
export function fileKind(bytes: Uint8Array): Kind | null {
  const start = latin1(bytes, 0, 4096);
  if (start.startsWith('PK\x03\x04') || start.startsWith('PK\x05\x06')) return kindOfZip(bytes);
  for (const [magic, kind] of MAGIC) {
    // A text may start with "BZh": the format continues with a digit and π.
    if (magic === 'BZh' && !/^BZh[1-9]1AY&SY/.test(start)) continue;
    if (magic === 'RIFF' && !/^(WEBP|WAVE|AVI )/.test(start.slice(8))) continue;
    if (start.startsWith(magic)) return kind;
  }
  // A pickle has a protocol from 2 to 5 and ends with a stop opcode.
  if (bytes[0] === 0x80 && (bytes[1] ?? 0) >= 2 && (bytes[1] ?? 0) <= 5 && bytes.at(-1) === 0x2e) {
    return { what: 'a Python pickle', advice: PANDAS('read_pickle("…")') };
  }
  if (latin1(bytes, 257, 262) === 'ustar') return { what: 'a tar archive', advice: UNPACK };
  return kindOfMarkup(start);
}

function kindOfMarkup(start: string): Kind | null {
  const text = start.replace(/^\xef\xbb\xbf/, '').trimStart();
  if (/^<(!doctype html|html|head|body)\b/i.test(text)) {
    return {
      what: 'a web page',
      advice: 'The download may have failed, or asked for a login: download the file itself.',
    };
  }
  if (/^<\?xml\b/i.test(text)) return { what: 'an XML file', advice: SHEET };
  return null;
}

function kindOfZip(bytes: Uint8Array): Kind {
  // Entry names lie at the beginning, and in the directory at the end.
  const names = latin1(bytes, 0, 65_536) + latin1(bytes, bytes.length - 65_536, bytes.length);
  if (names.includes('xl/')) return { what: 'an Excel workbook (.xlsx)', advice: SHEET };
  if (names.includes('opendocument.spreadsheet')) {
    return { what: 'an OpenDocument spreadsheet (.ods)', advice: SHEET };
  }
  if (names.includes('Index/') && names.includes('.iwa')) {
    return { what: 'an Apple Numbers or Pages file', advice: 'Export it as CSV and open that.' };
  }
  if (names.includes('word/') || names.includes('opendocument.text')) {
    return { what: 'a text document (.docx, .odt)', advice: 'Save it as plain text (.txt).' };
  }
  if (names.includes('ppt/')) return { what: 'a presentation (.pptx)', advice: NOT_TEXT };
  if (names.includes('.npy'))
    return { what: 'NumPy arrays (.npz), numbers and no texts', advice: NOT_TEXT };
  return { what: 'a ZIP archive', advice: UNPACK };
}

/** Bytes as the letters of the same codes. */
function latin1(bytes: Uint8Array, from: number, to: number): string {
  let text = '';
  for (const byte of bytes.subarray(Math.max(0, from), Math.max(0, to))) {
    text += String.fromCharCode(byte);
  }
  return text;
}
