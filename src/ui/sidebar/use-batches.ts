import { useMemo, useState } from 'react';
import { type PastedTexts, splitPastedTexts } from '../../data/paste.ts';
import { readTextFile } from '../../data/text-file.ts';
import { messageOf } from '../../state/errors.ts';

/** The texts of one file or one large paste, before they are added. */
export interface Batch {
  readonly key: number;
  readonly name: string;
  /** Null while it is read, and when it could not be. */
  readonly read: PastedTexts | null;
  readonly error: string | null;
}

export interface Batches {
  readonly all: readonly Batch[];
  readonly texts: readonly string[];
  /** Empty lines left out. */
  readonly dropped: number;
  readonly reading: boolean;
  addFiles(files: readonly File[]): void;
  addText(name: string, text: string): void;
  remove(key: number): void;
  clear(): void;
}

let lastKey = 0;

export function useBatches(): Batches {
  const [all, setAll] = useState<readonly Batch[]>([]);
  const sums = useMemo(
    () => ({
      texts: all.flatMap(({ read }) => read?.texts ?? []),
      dropped: all.reduce((sum, { read }) => sum + (read?.dropped ?? 0), 0),
      reading: all.some(({ read, error }) => read === null && error === null),
    }),
    [all],
  );

  const begin = (name: string, read: PastedTexts | null): number => {
    lastKey += 1;
    const batch = { key: lastKey, name, read, error: null };
    setAll((before) => [...before, batch]);
    return batch.key;
  };
  // A batch that was removed while it was read stays removed.
  const finish = (key: number, result: Partial<Batch>) =>
    setAll((before) =>
      before.map((batch) => (batch.key === key ? { ...batch, ...result } : batch)),
    );

  return {
    all,
    ...sums,
    addFiles(files) {
      for (const file of files) {
        const key = begin(file.name, null);
        readTextFile(file).then(
          (read) => finish(key, { read }),
          (error: unknown) => finish(key, { error: messageOf(error) }),
        );
      }
    },
    addText: (name, text) => void begin(name, splitPastedTexts(text)),
    remove: (key) => setAll((before) => before.filter((batch) => batch.key !== key)),
    clear: () => setAll([]),
  };
}
