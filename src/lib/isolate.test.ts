/** Text of the user's must not turn Facet's own words round. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { isolated } from './isolate.ts';

const RLO = '\u202e';

test.each(['Refunds', 'Café · 3', '', 'a  b', '日本語', '🙂'])('%s stays as it is', (text) => {
  expect(isolated(text)).toBe(text);
});

test.each([
  ['right to left', 'שלום', '\u2068שלום\u2069'],
  ['Arabic among others', 'a مرحبا', '\u2068a مرحبا\u2069'],
  ['an override', `${RLO}sdnufeR`, 'sdnufeR'],
  ['an end of the isolate, so that what follows is outside', `ש\u2069${RLO}x`, '\u2068שx\u2069'],
  ['an embedding that is not closed', '\u202bx', 'x'],
  ['lines', 'a\r\nb\u2028c\u2029d', 'a b c d'],
  ['controls', 'a\u0000\u001b[2Jb\u0085', 'a [2Jb '],
])('%s', (_, text, expected) => {
  expect(isolated(text)).toBe(expected);
});

/** Quotes whose content Facet itself wrote. */
const OWN = [
  // Names of examples and of the library's entries.
  'app/actions.ts: “${name',
  'features/lenses/LibraryEntries.tsx: “${entry.name',
  // Words of Facet's own list of synonyms.
  'evaluation/sensitivity/wordings.ts: “${from',
  'evaluation/sensitivity/wordings.ts: “${to',
  // A separator is one character, shown in words.
  'features/texts/SeparatorChoice.tsx: “${shown(one)',
];

test('what stands in quotes inside a message is isolated, everywhere in the source', () => {
  const src = join(import.meta.dirname, '..');
  const files = readdirSync(src, { recursive: true, encoding: 'utf8' });
  const found = files
    .filter((file) => /(?<!\.test)\.tsx?$/.test(file))
    .flatMap((file) => {
      const quotes = readFileSync(join(src, file), 'utf8').matchAll(
        /“(?:\$\{(?!isolated\(|lensName\()[^}]*|\{[\w.?]+\}”)/g,
      );
      return [...quotes].map(([quote]) => `${file.replaceAll('\\', '/')}: ${quote}`);
    });
  expect(found.sort()).toEqual(OWN.sort());
});
