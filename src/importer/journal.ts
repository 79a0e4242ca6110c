/** What an import has done so far, beside its finished files: how far, and the hidden states to go on from. */
import { openSafetensors } from '../checkpoint/safetensors.ts';
import { memorySource } from '../checkpoint/source.ts';
import type { Passage } from '../convert/convert.ts';
import type { Precision } from '../encoders/quantise.ts';
import { bytesOf, type ModelTensor } from '../encoders/tensors.ts';
import { encodeShard, type FileRecord } from '../model-folder/format.ts';
import { type ModelWriter, UNFINISHED_FILE } from '../model-folder/model-store.ts';

/** Another quantiser, other texts that run along, other files: what an earlier one did is of no use. */
const JOURNAL_VERSION = 5;

/** By turns, so that the states which the journal speaks of outlast the writing of the next ones. */
const PASSAGE_FILES = ['import.0.safetensors', 'import.1.safetensors'] as const;

function passageFile(done: number): string {
  return PASSAGE_FILES[done % 2 === 0 ? 0 : 1];
}

/** Finished files in the order of the groups, by name. */
export type DoneFiles = readonly (FileRecord & { readonly name: string })[];

/** What is done of an import; empty if nothing is, or nothing of use. */
export async function readJournal(
  folder: Pick<ModelWriter, 'read'>,
): Promise<{ files: DoneFiles; passage: Passage | undefined }> {
  const nothing = { files: [], passage: undefined };
  const bytes = await folder.read(UNFINISHED_FILE);
  if (bytes === null) return nothing;
  try {
    const journal = JSON.parse(new TextDecoder().decode(bytes)) as {
      version: number;
      files: DoneFiles;
      done: number;
    };
    if (journal.version !== JOURNAL_VERSION) return nothing;
    const states = await folder.read(passageFile(journal.done));
    if (states === null) return { files: journal.files, passage: undefined };
    const passage = await decodePassage(states);
    return passage.done === journal.done ? { files: journal.files, passage } : nothing;
  } catch {
    return nothing;
  }
}

/** A tab that is closed within, at any point, leaves the journal of before or the new one, whole with its states. */
export async function writeJournal(
  folder: ModelWriter,
  source: string,
  precision: Precision,
  files: DoneFiles,
  passage: Passage | null,
): Promise<void> {
  if (passage !== null) await folder.write(passageFile(passage.done), encodePassage(passage));
  const journal = { version: JOURNAL_VERSION, source, precision, files, done: passage?.done ?? 0 };
  await folder.write(UNFINISHED_FILE, new TextEncoder().encode(JSON.stringify(journal)));
}

export async function removeJournal(folder: ModelWriter): Promise<void> {
  for (const name of PASSAGE_FILES) await folder.remove(name);
  await folder.remove(UNFINISHED_FILE);
}

function encodePassage({
  done,
  source,
  stored,
  integer,
  shared,
}: Passage): Uint8Array<ArrayBuffer> {
  const tensors = new Map<string, ModelTensor>();
  const put = (name: string, values: Float32Array) =>
    tensors.set(name, { dtype: 'F32', shape: [values.length], data: bytesOf(values) });
  put('done', Float32Array.of(done));
  for (const [i, values] of source.entries()) put(`source.${i}`, values);
  for (const [i, values] of stored.entries()) put(`stored.${i}`, values);
  for (const [i, values] of integer.entries()) put(`integer.${i}`, values);
  for (const [name, tensor] of shared) tensors.set(`shared.${name}`, tensor);
  return encodeShard(tensors);
}

async function decodePassage(bytes: Uint8Array): Promise<Passage> {
  const file = await openSafetensors(memorySource('import.safetensors', bytes));
  const floats = async (name: string) => file.readFloat32(name, file.tensors.get(name)!.shape);
  const numbered = async (prefix: string) => {
    const states: Float32Array[] = [];
    while (file.tensors.has(`${prefix}.${states.length}`)) {
      states.push(await floats(`${prefix}.${states.length}`));
    }
    return states;
  };
  const shared = new Map<string, ModelTensor>();
  for (const { name, shape } of file.tensors.values()) {
    if (!name.startsWith('shared.')) continue;
    const data = await file.read(name);
    shared.set(name.slice('shared.'.length), { dtype: 'F32', shape, data });
  }
  const [reached] = await floats('done');
  return {
    done: reached ?? -1,
    source: await numbered('source'),
    stored: await numbered('stored'),
    integer: await numbered('integer'),
    shared,
  };
}
