/** Places where files are written: a folder of the user's, or blobs that the browser keeps on its disk. */
import { ExportError } from './types.ts';

/** Takes a file's bytes in order. */
export interface Sink {
  write(bytes: Uint8Array<ArrayBuffer>): Promise<void>;
  /** @returns the content if it lies in no folder. */
  close(): Promise<Blob | null>;
  /** Removes the file. */
  discard(): Promise<void>;
}

export interface Place {
  /** Returns a base name that no file there has yet. */
  free(base: string, namesOf: (base: string) => readonly string[]): Promise<string>;
  open(name: string, type: string): Promise<Sink>;
}

/** Bytes that go into one blob. */
const PIECE = 16 * 2 ** 20;

export const BLOBS: Place = {
  free: async (base) => base,
  async open(_, type) {
    const parts: Blob[] = [];
    let pieces: Uint8Array<ArrayBuffer>[] = [];
    let size = 0;
    const pack = () => {
      parts.push(new Blob(pieces));
      pieces = [];
      size = 0;
    };
    return {
      async write(bytes) {
        pieces.push(bytes);
        size += bytes.length;
        if (size >= PIECE) pack();
      },
      async close() {
        pack();
        return new Blob(parts, { type });
      },
      async discard() {},
    };
  },
};

/** Makes a place of a folder that the user chose. Its files stay: new ones get names of their own. */
export function folderPlace(folder: FileSystemDirectoryHandle): Place {
  return {
    async free(base, namesOf) {
      const there = new Set<string>();
      for await (const name of folder.keys()) there.add(name.toLowerCase());
      for (let number = 1; ; number++) {
        const tried = number === 1 ? base : `${base}-${number}`;
        if (!namesOf(tried).some((name) => there.has(name.toLowerCase()))) return tried;
      }
    },
    async open(name) {
      const stream = await orSay(name, async () => {
        const file = await folder.getFileHandle(name, { create: true });
        return file.createWritable();
      });
      return {
        write: (bytes) => orSay(name, () => stream.write(bytes)),
        async close() {
          await orSay(name, () => stream.close());
          return null;
        },
        async discard() {
          await stream.abort().catch(() => undefined);
          await folder.removeEntry(name).catch(() => undefined);
        },
      };
    },
  };
}

async function orSay<Result>(name: string, act: () => Promise<Result>): Promise<Result> {
  try {
    return await act();
  } catch (error) {
    const full = error instanceof DOMException && error.name === 'QuotaExceededError';
    throw new ExportError(
      full
        ? `${name} was not written: the disk is full. Make room, or choose another folder.`
        : `${name} was not written: ${error instanceof Error ? error.message : error} Choose another folder, or download it.`,
      { cause: error },
    );
  }
}
