/**
 * Writes an imported model into this browser's store: file by file, each noted in the journal, so that an interrupted
 * import need not redo it.
 */
import type { ModelFolder } from '../checkpoint/types.ts';
import type { Precision } from '../encoders/quantise.ts';
import { release } from '../encoders/release.ts';
import type { ModelTensors } from '../encoders/tensors.ts';
import { groupFile, MANIFEST_FILE } from './files.ts';
import {
  type Canary,
  canaryTensors,
  encodeShard,
  type FileRecord,
  type Manifest,
  type Model,
} from './format.ts';
import {
  type DoneFiles,
  type ImportJournal,
  readJournal,
  removeJournal,
  writeJournal,
} from './journal.ts';
import { createModelWriter, type ModelWriter, type StoredModel } from './model-store.ts';
import type { Passage } from './passage.ts';
import { sealManifest } from './seal.ts';
import { fileRecordOf, openVerified } from './verify.ts';
import { manifestOf, writeTokenizer } from './write-folder.ts';

/** A converted group of tensors. */
export interface WrittenGroup {
  readonly name: string;
  readonly tensors: ModelTensors;
  /** State to resume the conversion from; null after the last group. */
  readonly passage: Passage | null;
  /** Canary, with the last group. */
  readonly canary: Canary | null;
}

export class ImportWriter {
  readonly #folder: ModelWriter;
  readonly #source: string;
  readonly #precision: Precision;
  /** Files that an earlier, unfinished import wrote. */
  readonly #earlier: DoneFiles;
  readonly #done: DoneFiles[number][];
  /** State that import's conversion had reached; undefined if nothing of it is of use. */
  readonly passage: Passage | undefined;

  private constructor(
    folder: ModelWriter,
    source: string,
    precision: Precision,
    { files, passage }: ImportJournal,
  ) {
    this.#folder = folder;
    this.#source = source;
    this.#precision = precision;
    this.#earlier = files;
    this.#done = passage === undefined ? [] : [...files];
    this.passage = passage;
  }

  /**
   * @param id Id of the new model; a folder of this name is not intact.
   * @param source Words for the user.
   * @throws StorageError if the browser refuses.
   */
  static async open(id: string, source: string, precision: Precision): Promise<ImportWriter> {
    const folder = await createModelWriter(id);
    await folder.remove(MANIFEST_FILE);
    return new ImportWriter(folder, source, precision, await readJournal(folder));
  }

  /** Number of finished groups. */
  get groups(): number {
    return this.#done.length;
  }

  /** Writes a group, and releases all its memory that the passage does not hold. @throws StorageError */
  async writeGroup({ name, tensors, passage, canary }: WrittenGroup): Promise<void> {
    const extra = canary === null ? [] : canaryTensors(canary);
    const bytes = encodeShard(new Map([...tensors, ...extra]));
    const file = groupFile(name);
    await this.#folder.write(file, bytes);
    this.#done.push({ name: file, ...(await fileRecordOf(bytes)) });
    const later = new Set([...(passage?.shared.values() ?? [])].map(({ data }) => data.buffer));
    const stored = [...tensors.values()].map(({ data }) => data);
    release(bytes, ...stored.filter(({ buffer }) => !later.has(buffer)));
    if (passage !== null) await this.#note(passage);
  }

  /** Writes the other files, after all groups. @returns the manifest. @throws StorageError */
  async writeRest(
    model: Pick<Model, 'name' | 'spec' | 'input' | 'tokenizerJson' | 'tokenizerConfig'>,
    { pairs }: Canary,
  ): Promise<Manifest> {
    const files: Record<string, FileRecord> = {};
    for (const { name, bytes, sha256 } of this.#done) files[name] = { bytes, sha256 };
    const weights = Object.keys(files);
    Object.assign(files, await writeTokenizer(this.#folder, model));
    return manifestOf({ ...model, precision: this.#precision }, pairs, weights, files);
  }

  /** Whether an earlier import has copied this file already. */
  has(name: string, { sha256 }: FileRecord): boolean {
    return this.#earlier.some((file) => file.name === name && file.sha256 === sha256);
  }

  /**
   * Copies a file of a folder that Facet wrote, if it is not here.
   * @throws CheckpointError if it is missing or differs from the manifest; StorageError.
   */
  async copyFile(
    from: ModelFolder,
    manifest: Manifest,
    name: string,
    signal: AbortSignal,
  ): Promise<void> {
    const record = manifest.files[name]!;
    if (!this.has(name, record)) {
      const advice = ': it was changed or damaged on the way; import it again';
      const { bytes } = await openVerified(from, manifest, name, { signal, advice });
      await this.#folder.write(name, bytes);
    }
    this.#done.push({ name, ...record });
    await this.#note(null);
  }

  /** Finishes: from now on the model is whole. @returns the record with the folder's digest. @throws StorageError */
  async finish(manifest: Manifest, record: StoredModel): Promise<StoredModel> {
    const { text, digest } = await sealManifest(manifest);
    const sealed = { ...record, digest };
    await this.#folder.finish(text, sealed);
    await removeJournal(this.#folder);
    return sealed;
  }

  #note(passage: Passage | null): Promise<void> {
    return writeJournal(this.#folder, this.#source, this.#precision, this.#done, passage);
  }
}
