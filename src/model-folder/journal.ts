/** What an import has done so far, beside its finished files: how far, and the hidden states to go on from. */
import type { Precision } from '../encoders/quantise.ts';
import { JOURNAL_FILE, MANIFEST_FILE, PASSAGE_FILES } from './files.ts';
import type { FileRecord } from './format.ts';
import { type ModelWriter, openStoredModel } from './model-store.ts';
import { decodePassage, encodePassage, type Passage } from './passage.ts';

/** Another quantiser, other texts that run along, other files: what an earlier one did is of no use. */
const JOURNAL_VERSION = 5;

function passageFile(done: number): string {
  return PASSAGE_FILES[done % 2 === 0 ? 0 : 1];
}

/** Finished files in the order of the groups, by name. */
export type DoneFiles = readonly (FileRecord & { readonly name: string })[];

/** What is done of an import; empty if nothing is, or nothing of use. */
export interface ImportJournal {
  readonly files: DoneFiles;
  /** Undefined for a folder that is copied, and where no states are left. */
  readonly passage: Passage | undefined;
}

export async function readJournal(folder: Pick<ModelWriter, 'read'>): Promise<ImportJournal> {
  const nothing = { files: [], passage: undefined };
  const bytes = await folder.read(JOURNAL_FILE);
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

/** What is done of the import that fills this model's folder; nothing of one that is whole, or is not there. */
export async function readUnfinished(id: string): Promise<ImportJournal> {
  const folder = await openStoredModel(id).catch(() => null);
  const unfinished = folder !== null && (await folder.open(MANIFEST_FILE)) === null;
  if (!unfinished) return { files: [], passage: undefined };
  return readJournal({
    async read(name) {
      const source = await folder.open(name);
      return source === null ? null : source.read(0, source.size);
    },
  });
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
  await folder.write(JOURNAL_FILE, new TextEncoder().encode(JSON.stringify(journal)));
}

export async function removeJournal(folder: ModelWriter): Promise<void> {
  for (const name of PASSAGE_FILES) await folder.remove(name);
  await folder.remove(JOURNAL_FILE);
}
