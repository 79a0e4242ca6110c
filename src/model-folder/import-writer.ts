/** A model on its way into this browser's store: file by file, each noted in the journal, so that what is done need not be done again. */
import type { ModelFolder } from '../checkpoint/types.ts';
import type { Precision } from '../encoders/quantise.ts';
import { release } from '../encoders/release.ts';
import type { ModelTensors } from '../encoders/tensors.ts';
import { groupFile, MANIFEST_FILE } from './files.ts';
import {
  type Canary,
  canaryTensors,
  encodeManifest,
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
import { fileRecordOf, openVerified } from './verify.ts';
import { manifestOf, writeTokenizer } from './write-folder.ts';

/** A group of tensors that is converted. */
export interface WrittenGroup {
  readonly name: string;
  readonly tensors: ModelTensors;
  /** Where the conversion goes on from; null after the last. */
  readonly passage: Passage | null;
  /** With the last group. */
  readonly canary: Canary | null;
}

export class ImportWriter {
  readonly #folder: ModelWriter;
  readonly #source: string;
  readonly #precision: Precision;
  /** By an earlier import that did not end. */
  readonly #earlier: DoneFiles;
  readonly #done: DoneFiles[number][];
  /** Where that import's conversion got to; undefined where nothing of it is of use. */
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
   * @param id Of the model that is to be; what is there under this name is not intact.
   * @param source For the user.
   * @throws StorageError if the browser refuses.
   */
  static async open(id: string, source: string, precision: Precision): Promise<ImportWriter> {
    const folder = await createModelWriter(id);
    await folder.remove(MANIFEST_FILE);
    return new ImportWriter(folder, source, precision, await readJournal(folder));
  }

  /** Groups that are done. */
  get groups(): number {
    return this.#done.length;
  }

  /** Writes a group, and gives the memory back of all in it that the passage does not hold. @throws StorageError */
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

  /** When all groups are written. @returns the manifest. @throws StorageError */
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
   * @throws CheckpointError if it is missing or another than the manifest says; StorageError.
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

  /** From now on the model is whole. @throws StorageError */
  async finish(manifest: Manifest, record: StoredModel): Promise<void> {
    await this.#folder.finish(encodeManifest(manifest), record);
    await removeJournal(this.#folder);
  }

  #note(passage: Passage | null): Promise<void> {
    return writeJournal(this.#folder, this.#source, this.#precision, this.#done, passage);
  }
}
