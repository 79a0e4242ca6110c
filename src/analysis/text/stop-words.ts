import { stopwords as dutch } from '@orama/stopwords/dutch';
import { stopwords as english } from '@orama/stopwords/english';
import { stopwords as french } from '@orama/stopwords/french';
import { stopwords as german } from '@orama/stopwords/german';
import { stopwords as italian } from '@orama/stopwords/italian';
import { stopwords as japanese } from '@orama/stopwords/japanese';
import { stopwords as chinese } from '@orama/stopwords/mandarin';
import { stopwords as portuguese } from '@orama/stopwords/portuguese';
import { stopwords as romanian } from '@orama/stopwords/romanian';
import { stopwords as russian } from '@orama/stopwords/russian';
import { stopwords as spanish } from '@orama/stopwords/spanish';

const LISTS = [
  english,
  german,
  french,
  spanish,
  italian,
  portuguese,
  dutch,
  romanian,
  russian,
  chinese,
  japanese,
];
/** Least share of stop words among all words, in running text of their language. */
const LEAST_SHARE = 0.1;

/**
 * Returns the stop words of the words' language: the list that covers most of them. None if no list covers a tenth.
 * `counts`: occurrences of each word in lower case.
 */
export function stopWordsFor(counts: ReadonlyMap<string, number>): ReadonlySet<string> {
  let total = 0;
  for (const count of counts.values()) total += count;
  let best: ReadonlySet<string> = new Set();
  let most = LEAST_SHARE * total;
  for (const list of LISTS) {
    const words = new Set(list);
    let covered = 0;
    for (const word of words) covered += counts.get(word) ?? 0;
    if (covered > most) {
      most = covered;
      best = words;
    }
  }
  return best;
}
