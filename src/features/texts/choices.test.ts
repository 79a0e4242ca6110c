import { expect, test } from 'vitest';
import type { GuessedSettings } from '../../corpus/tables/types.ts';
import { chosenColumns, columnChoices, NO_CHOICES, withChoices } from './choices.ts';

const GUESSED: GuessedSettings = {
  format: 'separated',
  encoding: 'utf-8',
  separator: ',',
  quote: '"',
  skip: 0,
  header: true,
  place: null,
  reasons: { encoding: '', separator: 'guessed', header: 'unsure' },
};

test('another format keeps what a person chose, and guesses the rest', () => {
  const chosen = { settings: { header: false, format: 'lines', encoding: 'koi8-r' } as const };
  expect(withChoices(GUESSED, chosen)).toEqual({
    ...GUESSED,
    header: false,
    reasons: { ...GUESSED.reasons, header: 'sure' },
  });
  expect(withChoices(GUESSED, NO_CHOICES)).toEqual(GUESSED);
});

test('chosen columns are found again by their names', () => {
  const names = ['id', 'text', 'kind', 'note'];
  const first = { text: 1, label: 2 };
  const labelled = columnChoices(NO_CHOICES, names, first, { text: 1, label: 3 });
  expect(labelled).toEqual({ settings: {}, label: 'note' });
  const both = columnChoices(labelled, names, { text: 1, label: 3 }, { text: 2, label: 3 });
  expect(both).toEqual({ settings: {}, label: 'note', text: 'kind' });
  expect(chosenColumns({ text: 0, label: null }, both, ['note', 'kind'])).toEqual({
    text: 1,
    label: 0,
  });
  expect(chosenColumns({ text: 0, label: null }, both, ['Text'])).toEqual({ text: 0, label: null });
  const none = columnChoices(both, names, { text: 2, label: 3 }, { text: 2, label: null });
  expect(chosenColumns({ text: 1, label: 2 }, none, names)).toEqual({ text: 2, label: null });
});
