/** Journal of an import: its finished files, how far it got, and the hidden states to go on from. */
import type { Precision } from '../encoders/quantise.ts';
import { JOURNAL_FILE, MANIFEST_FILE, PASSAGE_FILES } from './files.ts';
import type { FileRecord } from './format.ts';
import { type ModelWriter, openStoredModel } from './model-store.ts';
import { decodePassage, encodePassage, type Passage } from './passage.ts';

/** Version of the quantiser, the texts run along and the files: work of another version is of no use. */
const JOURNAL_VERSION = 5;

function passageFile(done: number): string {
  return PASSAGE_FILES[done % 2 === 0 ? 0 : 1];
}

/** Finished files in the order of the groups, by name. */
export type DoneFiles = readonly (FileRecord & { readonly name: string })[];

/** Finished files of an import; empty if none is of use. */
export interface ImportJournal {
  readonly files: DoneFiles;
  /** State to resume from; undefined for a copied folder, or if no states are left. */
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

/** Reads the finished work of the import that fills this folder: none if the model is whole or absent. */
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

/**
 * Writes the journal. A tab closed within, at any point, leaves the earlier journal or the new one, whole with its
 * states.
 */
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
