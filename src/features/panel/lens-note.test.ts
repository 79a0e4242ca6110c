import { expect, it } from 'vitest';
import { isolated } from '../../lib/isolate.ts';
import { lensNote } from './lens-note.ts';

it('quotes the instruction, and says in words that there is none', () => {
  expect(lensNote('Topic', 'Represent the text: ')).toBe(
    `Topic: “${isolated('Represent the text: ')}”`,
  );
  expect(lensNote('No instruction', '')).toBe('No instruction: plain text embedding');
});
