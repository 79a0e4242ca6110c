import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { damagedModel } from '../../testing/damaged-model.ts';
import { GOLDENS } from '../../testing/goldens.ts';
import { readModelFolder } from '../node/node-model.ts';
import { nodeOrt } from '../node/ort.ts';
import { samenessWords } from './sameness.ts';

const notesOf = async (folder: string) => {
  const notes: string[] = [];
  const { canary } = await readModelFolder(folder, nodeOrt(), {
    onNote: (note) => notes.push(note),
  });
  return { notes, words: samenessWords(canary) };
};

test('a model that gives one vector for every text is named, and others are not', async () => {
  // The last norm's weights are 0 and its biases 1: what the layers computed is gone.
  const folder = damagedModel('bert-safetensors', 0, 1);
  const { notes, words } = await notesOf(folder).finally(() => rmSync(folder, { recursive: true }));
  expect(words).toMatch(/^It gives the same vector for every text \(\d+ were tried/);
  expect(notes).toContain(words);
  for (const golden of ['bert-safetensors', 't5-no-dense']) {
    expect((await notesOf(join(GOLDENS, golden, 'model'))).words).toBeNull();
  }
});
