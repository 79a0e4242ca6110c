import { useMemo, useRef, useState } from 'react';
import type { Columns, Surplus, TableTexts } from '../../corpus/tables/columns.ts';
import type { GuessedSettings, Reading, Table, TableSource } from '../../corpus/tables/types.ts';
import { messageOf } from '../../lib/errors.ts';
import { LoadError } from '../../lib/load-error.ts';
import { lazyModule } from '../../loading/lazy-module.ts';

/** The texts of one file or one large paste, before they are added. */
export interface Batch {
  readonly key: number;
  readonly name: string;
  /** Null until its bytes are there. */
  readonly source: TableSource | null;
  /** As guessed, or as chosen since. */
  readonly settings: GuessedSettings | null;
  /** What was read last: it stays in sight while it is read anew. */
  readonly table: Table | null;
  readonly columns: Columns;
  readonly surplus: Surplus;
  /** Null while it is read, and when it could not be. */
  readonly read: TableTexts | null;
  /** Fraction read. */
  readonly progress: number;
  readonly error: string | null;
  /** Does again what failed, where it was the page's code that did not come. */
  readonly retry: (() => void) | null;
}

/** What a person may change in how a batch is read. */
export type BatchChange = Partial<Omit<GuessedSettings, 'reasons'>> &
  Partial<Pick<Batch, 'columns' | 'surplus'>>;

export interface Batches {
  readonly all: readonly Batch[];
  readonly items: TableTexts['items'];
  /** Empty lines left out. */
  readonly emptyLines: number;
  /** Rows of tables left out. */
  readonly emptyRows: number;
  readonly reading: boolean;
  addFiles(files: readonly File[]): void;
  /** @param sheet Whether the text is of a spreadsheet's cells. */
  addText(name: string, text: string, sheet: boolean): void;
  /** Reads a batch again as it is said now. */
  alter(batch: Batch, change: BatchChange): void;
  remove(key: number): void;
  clear(): void;
}

/** Most visits have no file: what reads them comes with the first. */
const reader = lazyModule('The reader of tables', () => import('../../corpus/table-file.ts'));

let lastKey = 0;

export function useBatches(): Batches {
  const [all, setAll] = useState<readonly Batch[]>([]);
  /** What is read now, by the keys of the batches. */
  const running = useRef(new Map<number, AbortController>());
  const sums = useMemo(() => {
    const dropped = (lines: boolean) =>
      all
        .filter(({ settings }) => (settings?.format === 'lines') === lines)
        .reduce((sum, { read, table }) => sum + (read?.dropped ?? 0) + (table?.blank ?? 0), 0);
    return {
      items: all.flatMap(({ read }) => read?.items ?? []),
      emptyLines: dropped(true),
      emptyRows: dropped(false),
      reading: all.some(({ read, error }) => read === null && error === null),
    };
  }, [all]);

  // A batch that was removed while it was read stays removed.
  const change = (key: number, result: Partial<Batch>) =>
    setAll((before) =>
      before.map((batch) => (batch.key === key ? { ...batch, ...result } : batch)),
    );

  /** Does one thing for a batch in place of what was being done for it. */
  const run = async (key: number, task: (reading: Reading) => Promise<Partial<Batch>>) => {
    running.current.get(key)?.abort();
    const controller = new AbortController();
    running.current.set(key, controller);
    const { signal } = controller;
    change(key, { read: null, error: null, retry: null, progress: 0 });
    try {
      const result = await task({ signal, onProgress: (progress) => change(key, { progress }) });
      if (!signal.aborted) change(key, result);
    } catch (error) {
      if (signal.aborted) return;
      const retry = error instanceof LoadError ? () => void run(key, task) : null;
      change(key, { error: messageOf(error), retry });
    }
  };

  const readAs = async (
    { key, table: before, columns, surplus }: Batch,
    source: TableSource,
    settings: GuessedSettings,
    reading: Reading,
  ): Promise<Partial<Batch>> => {
    change(key, { source, settings });
    const { guessColumns, guessSurplus, readSource, tableTexts } = await reader();
    const table = await readSource(source, settings, reading);
    const same =
      before?.names.length === table.names.length &&
      table.names.every((name, column) => name === before.names[column]);
    const chosen = same ? columns : guessColumns(table);
    const treated = same ? surplus : guessSurplus(table, chosen);
    const read = tableTexts(table, chosen, treated, settings.separator);
    return { table, columns: chosen, surplus: treated, read };
  };

  const begin = (name: string, open: (reading: Reading) => Promise<TableSource>) => {
    lastKey += 1;
    const batch: Batch = {
      key: lastKey,
      name,
      source: null,
      settings: null,
      table: null,
      columns: { text: 0, label: null },
      surplus: 'keep',
      read: null,
      progress: 0,
      error: null,
      retry: null,
    };
    setAll((before) => [...before, batch]);
    void run(batch.key, async (reading) => {
      const source = await open(reading);
      const { guessSettings } = await reader();
      const settings = await guessSettings(source, { ...reading, onProgress: () => {} });
      return readAs(batch, source, settings, reading);
    });
  };

  return {
    all,
    ...sums,
    addFiles(files) {
      for (const file of files) {
        begin(file.name, async ({ signal }) => (await reader()).openSource(file, signal));
      }
    },
    addText: (name, content, sheet) => begin(name, async () => ({ name, content, sheet })),
    alter(batch, { columns = batch.columns, surplus = batch.surplus, ...wanted }) {
      const { key, source, settings, table } = batch;
      if (source === null || settings === null) return;
      change(key, { columns, surplus });
      if (Object.keys(wanted).length === 0) {
        if (table === null) return;
        void run(key, async () => {
          const { tableTexts } = await reader();
          return { read: tableTexts(table, columns, surplus, settings.separator) };
        });
        return;
      }
      const next = { ...settings, ...wanted };
      void run(key, async (reading) => {
        const { guessAgain, guessInEncoding } = await reader();
        const quiet = { ...reading, onProgress: () => {} };
        let chosen = next;
        if (next.format !== settings.format) chosen = await guessAgain(source, next, quiet);
        else if (next.encoding !== settings.encoding) {
          chosen = await guessInEncoding(source, settings, next.encoding, quiet);
        }
        // What a person says of the first row leaves no doubt.
        const header = wanted.header === undefined ? chosen.reasons.header : 'sure';
        const reasons = { ...settings.reasons, header };
        return readAs({ ...batch, columns, surplus }, source, { ...chosen, reasons }, reading);
      });
    },
    remove(key) {
      running.current.get(key)?.abort();
      running.current.delete(key);
      setAll((before) => before.filter((batch) => batch.key !== key));
    },
    clear() {
      for (const controller of running.current.values()) controller.abort();
      running.current.clear();
      setAll([]);
    },
  };
}
