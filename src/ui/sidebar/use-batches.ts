import { useMemo, useState } from 'react';
import { splitPastedTexts } from '../../data/paste.ts';
import {
  type Columns,
  guessColumns,
  isTable,
  readTable,
  type Table,
  type TableTexts,
  tableTexts,
} from '../../data/table-file.ts';
import { readTextFile } from '../../data/text-file.ts';
import { LoadError } from '../../loading/load-error.ts';
import { messageOf } from '../../state/errors.ts';

/** The texts of one file or one large paste, before they are added. */
export interface Batch {
  readonly key: number;
  readonly name: string;
  /** Null while it is read, and when it could not be. */
  readonly read: TableTexts | null;
  /** Of a table, with what is taken from it. */
  readonly table: { readonly content: Table; readonly columns: Columns } | null;
  /** Fraction read. */
  readonly progress: number;
  readonly error: string | null;
  /** Reads the file again, where what failed was not the file. */
  readonly retry: (() => void) | null;
  readonly controller: AbortController;
}

export interface Batches {
  readonly all: readonly Batch[];
  readonly items: TableTexts['items'];
  /** Empty lines left out. */
  readonly dropped: number;
  readonly reading: boolean;
  addFiles(files: readonly File[]): void;
  addText(name: string, text: string): void;
  /** Takes other columns of a table, or reads its first row the other way. */
  choose(key: number, content: Table, columns: Columns): void;
  remove(key: number): void;
  clear(): void;
}

let lastKey = 0;

export function useBatches(): Batches {
  const [all, setAll] = useState<readonly Batch[]>([]);
  const sums = useMemo(
    () => ({
      items: all.flatMap(({ read }) => read?.items ?? []),
      dropped: all.reduce((sum, { read }) => sum + (read?.dropped ?? 0), 0),
      reading: all.some(({ read, error }) => read === null && error === null),
    }),
    [all],
  );

  const begin = (name: string, read: TableTexts | null): Batch => {
    lastKey += 1;
    const controller = new AbortController();
    const batch = {
      key: lastKey,
      name,
      read,
      table: null,
      progress: 0,
      error: null,
      retry: null,
      controller,
    };
    setAll((before) => [...before, batch]);
    return batch;
  };
  // A batch that was removed while it was read stays removed.
  const change = (key: number, result: Partial<Batch>) =>
    setAll((before) =>
      before.map((batch) => (batch.key === key ? { ...batch, ...result } : batch)),
    );
  const choose = (key: number, content: Table, columns: Columns) =>
    change(key, { table: { content, columns }, read: tableTexts(content, columns) });

  const readFile = async (file: File, batch: Batch) => {
    const { key, controller } = batch;
    const { signal } = controller;
    try {
      if (isTable(file.name)) {
        const content = await readTable(file, (progress) => change(key, { progress }), signal);
        choose(key, content, guessColumns(content));
      } else change(key, { read: labelless(await readTextFile(file, signal)) });
    } catch (error) {
      if (signal.aborted) return;
      const again = () => {
        change(key, { error: null, retry: null, progress: 0 });
        void readFile(file, batch);
      };
      change(key, { error: messageOf(error), retry: error instanceof LoadError ? again : null });
    }
  };

  return {
    all,
    ...sums,
    addFiles(files) {
      for (const file of files) void readFile(file, begin(file.name, null));
    },
    addText: (name, text) => void begin(name, labelless(splitPastedTexts(text))),
    choose,
    remove(key) {
      all.find((batch) => batch.key === key)?.controller.abort();
      setAll((before) => before.filter((batch) => batch.key !== key));
    },
    clear: () => setAll([]),
  };
}

function labelless(read: { readonly texts: readonly string[]; readonly dropped: number }) {
  return { items: read.texts.map((text) => ({ text })), dropped: read.dropped };
}
