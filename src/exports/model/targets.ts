/** Where the files of an exported model go: a folder of their own, or blobs that become one zip archive. */
import { ZipWriter } from '@zip.js/zip.js/lib/zip-core-writer.js';
import { BLOBS, folderPlace, type Place } from '../places.ts';
import { ExportError } from '../types.ts';

export interface Target {
  readonly place: Pick<Place, 'open'>;
  /** Takes the content of a closed file. */
  closed(name: string, content: Blob | null): void;
  /** A closed file. */
  read(name: string): Promise<Blob>;
  /** What the user gets, once all files are closed. @param onBytes Called with the bytes packed so far. */
  finish(
    signal: AbortSignal,
    onBytes: (done: number) => void,
  ): Promise<{ readonly name: string; readonly archive: Blob | null }>;
  /** Removes all files. */
  discard(): Promise<void>;
}

/** Makes a new folder in `parent`: what is there stays as it is. */
export async function folderTarget(
  parent: FileSystemDirectoryHandle,
  base: string,
): Promise<Target> {
  const name = await folderPlace(parent).free(base, (tried) => [tried]);
  const folder = await parent
    .getDirectoryHandle(name, { create: true })
    .catch((error: unknown): never => {
      throw new ExportError(
        `The folder ${name} could not be made: ${error instanceof Error ? error.message : error} Choose another folder, or download an archive.`,
        { cause: error },
      );
    });
  return {
    place: folderPlace(folder),
    closed() {},
    read: async (file) => (await folder.getFileHandle(file)).getFile(),
    finish: async () => ({ name, archive: null }),
    async discard() {
      await parent.removeEntry(name, { recursive: true }).catch(() => undefined);
    },
  };
}

/** @param base Name of the archive without its end, and of the folder within it. */
export function archiveTarget(base: string): Target {
  const files = new Map<string, Blob>();
  return {
    place: BLOBS,
    closed: (file, content) => void files.set(file, content!),
    read: async (file) => files.get(file)!,
    async finish(signal, onBytes) {
      const name = `${base}.zip`;
      const sink = await BLOBS.open(name, 'application/zip');
      let archive: Blob | null = null;
      const writable = new WritableStream<Uint8Array<ArrayBuffer>>({
        write: (bytes) => sink.write(bytes),
        async close() {
          archive = await sink.close();
        },
      });
      // Stored, since weights do not compress; beyond 4 GB zip.js takes zip64 by itself.
      const zip = new ZipWriter(writable, { level: 0, useWebWorkers: false });
      let before = 0;
      for (const [file, content] of files) {
        await zip.add(`${base}/${file}`, content.stream(), {
          signal,
          uncompressedSize: content.size,
          onprogress: async (bytes) => onBytes(before + bytes),
        });
        before += content.size;
      }
      await zip.close();
      return { name, archive };
    },
    async discard() {
      files.clear();
    },
  };
}
