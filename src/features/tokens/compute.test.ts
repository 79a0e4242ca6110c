import { expect, test } from 'vitest';
import { StandInEngine, settle } from '../../../testing/stand-in-engine.ts';
import type { ShownLenses } from '../../app/lenses/shown-lenses.ts';
import { indexAt, readableTexts, textRefOf } from '../../app/readable-texts.ts';
import { type View, view } from '../../app/view.ts';
import { Jobs } from '../../jobs/jobs.ts';
import type { Workspace } from '../../workspace/workspace.ts';
import { createTokens } from './compute.ts';

const lens = {
  id: 'lens',
  name: 'Lens',
  colour: 0,
  on: true,
  instruction: 'i',
  queryInstruction: 'q',
  documentInstruction: 'd',
};

/** Ids as a person numbers lists by hand. */
const workspace: Workspace = {
  version: 2,
  name: 'Test',
  lenses: [lens],
  texts: [
    { id: '1', text: 'text', group: 'A' },
    { id: '2', text: 'another text', group: 'B' },
  ],
  queries: [{ id: '1', text: 'query' }],
  documents: [{ id: '1', text: 'document' }],
  k: 2,
  projection: 'pca',
};

test('a text, a query and a document of one id are each read as what they are', async () => {
  let read: View['read'] = null;
  const tokens = createTokens({
    engine: new StandInEngine(),
    model: () => 'model',
    workspace: () => workspace,
    view: () => ({ ...view.getState(), read }),
    begin: (cancel) => new Jobs().begin('panel:tokens', { title: 'Tokens', cancel }),
    shown: (): ShownLenses => ({ mode: 'one', lenses: [lens] }),
  });
  const shown: (string | undefined)[] = [];
  for (const item of readableTexts(workspace)) {
    read = textRefOf(item);
    tokens.update();
    await settle();
    shown.push(tokens.store.getState().result?.item.text);
  }
  expect(shown).toEqual(['text', 'another text', 'query', 'document']);
});

test('a text that moves to the other group stays where it is looked for', () => {
  const [a] = readableTexts(workspace);
  expect(indexAt([{ ...a!, place: 'B' }], textRefOf(a!))).toBe(0);
});
