/** Journal of an import, beside its finished files: its progress, and the hidden states to resume from. */
import { openSafetensors } from '../checkpoint/safetensors.ts';
import { memorySource } from '../checkpoint/source.ts';
import type { Passage } from '../convert/convert.ts';
import type { Precision } from '../encoders/quantise.ts';
import { bytesOf, type ModelTensor } from '../encoders/tensors.ts';
import { encodeShard, type FileRecord } from '../model-folder/format.ts';
import { type ModelWriter, UNFINISHED_FILE } from '../model-folder/model-store.ts';

/** Version of quantiser, accompanying texts and files: an import cannot resume from another version. */
const JOURNAL_VERSION = 5;

/** State files, written in turns: the journal's current states survive while the next ones are written. */
const PASSAGE_FILES = ['import.0.safetensors', 'import.1.safetensors'] as const;

function passageFile(done: number): string {
  return PASSAGE_FILES[done % 2 === 0 ? 0 : 1];
}

/** Finished files in the order of the groups, by name. */
export type DoneFiles = readonly (FileRecord & { readonly name: string })[];

/** Finished part of an import; empty if there is none or it is unusable. */
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

/** A tab that closes at any point leaves the earlier journal or the new one, each complete with its states. */
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
