import { expect, it } from 'vitest';
import { ReferenceTokenizer } from './tokenizer.ts';

/** Pieces of T5's vocabulary, with their scores. */
const vocab = [
  ['<unk>', 0],
  ['▁', -2.0122928619384766],
  ['-', -5.129043102264404],
  ['---', -12.130167007446289],
  ['_', -9.358983039855957],
  ['_______', -12.715048789978027],
  ['▁_____', -13.459803581237793],
];
const tokenizer = new ReferenceTokenizer({ model: { type: 'Unigram', unk_id: 0, vocab } }, {});

// Ids by tokenizers 0.15.2 of the same file.
it.each([
  ['▁-------', [1, 3, 3, 2]],
  ['▁----------', [1, 3, 3, 2, 3]],
  ['▁__________________', [1, 4, 4, 4, 5, 5, 4]],
  ['-------', [3, 3, 2]],
  ['▁--------', [1, 2, 2, 3, 3]],
])('%s is split as the package splits it, though other splits score the same', (text, ids) => {
  expect(tokenizer.encode(text)).toEqual(ids);
});
