/** Proves which instruction made the vectors of the open collection. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import { app } from '../../app/app.ts';
import { exactInstruction } from '../../app/lenses/use-default-prompt.ts';
import { StoreError } from '../../stores/types.ts';
import type { Workspace } from '../../workspace/workspace.ts';
import { type Candidate, measured, type Verdict, verdictOf } from './proof.ts';
import { connected, doing, embed, opened } from './session.ts';

/** Texts that are embedded again, drawn from the first rows of the collection. */
const TEXTS = 16;
const WITHIN = 1000;

interface Proof {
  readonly verdict: Verdict;
  readonly texts: number;
  /** What it is of: another collection or model needs another proof. */
  readonly collection: string;
  readonly fingerprint: string;
}

export const proof: StoreApi<{ readonly last: Proof | null }> = createStore(() => ({
  last: null as Proof | null,
}));

/** The instructions of a workspace's lenses, each once, and none. @param noted The one that the collection names. */
function candidatesOf(
  { lenses }: Pick<Workspace, 'lenses'>,
  noted: string | undefined,
): readonly Candidate[] {
  const found = new Map<string, string>();
  if (noted !== undefined) found.set(noted, 'the one noted in the store');
  for (const lens of lenses) {
    for (const [field, of] of FIELDS) {
      const instruction = exactInstruction(lens[field]);
      if (!found.has(instruction)) found.set(instruction, `${lens.name}, ${of}`);
    }
  }
  const none = exactInstruction('');
  if (!found.has(none)) found.set(none, 'no instruction');
  return [...found].map(([instruction, name]) => ({ instruction, name }));
}

const FIELDS = [
  ['documentInstruction', 'documents'],
  ['instruction', 'texts'],
  ['queryInstruction', 'queries'],
] as const;

export function makeProof(): Promise<void> {
  return doing('Reading some of the store’s texts', async (signal, tell) => {
    const { collection, text } = opened();
    const { info } = app().model.getState();
    if (info === null) throw new StoreError('asked', 'No model is running: choose one first.');
    const about = { collection: collection.name, fingerprint: info.fingerprint };
    if (collection.dim !== null && collection.dim !== info.dim) {
      const verdict = { kind: 'width', stored: collection.dim, own: info.dim } as const;
      proof.setState({ last: { ...about, verdict, texts: 0 } });
      return;
    }
    const order = { collection, text, count: TEXTS, seed: 1, vectors: true, within: WITHIN };
    const { rows } = await connected().sample(order, { signal });
    const kept = rows.filter((row) => row.vector !== null && (row.text ?? '').trim() !== '');
    if (kept.length === 0) {
      throw new StoreError(
        'asked',
        'The rows have no texts in this field: choose the field of the texts.',
      );
    }
    const texts = kept.map((row) => row.text!);
    const stored = kept.map((row) => row.vector!);
    const { workspace } = app().workspace.getState();
    const candidates = candidatesOf(workspace, collection.notes.instruction);
    const all = [];
    for (const [index, candidate] of candidates.entries()) {
      tell('Embedding them under each instruction', index / candidates.length);
      all.push(measured(candidate, stored, await embed(candidate.instruction, texts, signal)));
    }
    proof.setState({ last: { ...about, verdict: verdictOf(all), texts: texts.length } });
  });
}
