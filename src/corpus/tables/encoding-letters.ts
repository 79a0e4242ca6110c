/** Judges encodings of few words, on which the detector fails, by letters and their case. */

/** An encoding is taken if this share of its letters fits; the usual one is given up below the second share. */
const FITS = 0.95;
const FAILS = 0.5;

/** Windows-1250 in place of an encoding that reads its letters as signs: "gźl¹" for "gęślą". */
export function centralOr(encoding: string, sample: Uint8Array<ArrayBuffer>): string {
  const central = letterShare(sample, 'windows-1250');
  return encoding !== 'iso-8859-2' && central > letterShare(sample, encoding) + 0.05
    ? 'windows-1250'
    : encoding;
}

/** KOI8-R or Mac Roman, if the words are words in it and not in Windows-1252; null for neither. */
export function fewWords(sample: Uint8Array<ArrayBuffer>): string | null {
  if (isKoi8(sample)) return 'koi8-r';
  const mac = caseShare(sample, 'macintosh') >= FITS && caseShare(sample, 'windows-1252') < FAILS;
  return mac ? 'macintosh' : null;
}

function letterShare(sample: Uint8Array<ArrayBuffer>, encoding: string): number {
  const beyond = new TextDecoder(encoding).decode(sample).match(/[^\0-\x7f]/gu) ?? [];
  return beyond.filter((char) => /\p{L}/u.test(char)).length / Math.max(1, beyond.length);
}

/** Share of the letters beyond ASCII beside a small ASCII letter that are small letters too: "café". */
function caseShare(sample: Uint8Array<ArrayBuffer>, encoding: string): number {
  const text = new TextDecoder(encoding).decode(sample);
  const beside = text.match(/(?<=[a-z])[^\0-\x7f]|[^\0-\x7f](?=[a-z])/gu) ?? [];
  const small = beside.filter((char) => /[\p{Ll}“”‘’«»–—…]/u.test(char)).length;
  return beside.length === 0 ? 0 : small / beside.length;
}

/** Russian in KOI8-R: whole words of small letters, two or three vowels in six letters. */
function isKoi8(sample: Uint8Array<ArrayBuffer>): boolean {
  const text = new TextDecoder('koi8-r').decode(sample);
  const words = text.match(/[а-яёА-ЯЁ]+/g) ?? [];
  const letters = words.join('');
  const beyond = (text.match(/[^\0-\x7f]/g) ?? []).length;
  if (letters.length < 10 || letters.length < FITS * beyond || letters.length < 3 * words.length) {
    return false;
  }
  const small = letters.replace(/[А-ЯЁ]/g, '').length / letters.length;
  const vowels = (letters.match(/[аеёиоуыэюя]/gi) ?? []).length / letters.length;
  const often = (letters.match(/[оеаи]/gi) ?? []).length / letters.length;
  return small > 0.7 && vowels > 0.3 && vowels < 0.6 && often > 0.2;
}
