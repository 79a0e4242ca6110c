import { useMemo, useRef, useState } from 'react';
import { groupFiles } from '../../corpus/file-groups.ts';
import type { Columns, Surplus, TableTexts } from '../../corpus/tables/columns.ts';
import type {
  GuessedSettings,
  ReadOptions,
  Table,
  TableSource,
} from '../../corpus/tables/types.ts';
import { messageOf } from '../../lib/errors.ts';
import { filePath } from '../../lib/file-paths.ts';
import { isolated } from '../../lib/isolate.ts';
import { LoadError } from '../../lib/load-error.ts';
import { lazyModule } from '../../loading/lazy-module.ts';
import { type Choices, chosenColumns, columnChoices, NO_CHOICES, withChoices } from './choices.ts';

/** Texts of a file or large paste before they are added. */
export interface TextBatch {
  readonly key: number;
  readonly name: string;
  /** Source; null until its bytes have arrived. */
  readonly source: TableSource | null;
  /** Guessed settings, with later choices. */
  readonly settings: GuessedSettings | null;
  /** Latest table; it stays visible during the next reading. */
  readonly table: Table | null;
  readonly columns: Columns;
  readonly surplus: Surplus;
  readonly choices: Choices;
  /** Texts; null during reading and after a failure. */
  readonly read: TableTexts | null;
  /** Fraction read so far. */
  readonly progress: number;
  readonly error: string | null;
  /** Retries a failure to fetch the page's code; null for other failures. */
  readonly retry: (() => void) | null;
}

/** Settings of a batch that a person may change. */
export type BatchChange = Partial<Omit<GuessedSettings, 'reasons'>> &
  Partial<Pick<TextBatch, 'columns' | 'surplus'>>;

export interface Batches {
  readonly all: readonly TextBatch[];
  readonly items: TableTexts['items'];
  /** Columns of labels and ids in all files. */
  readonly roles: readonly TableTexts['roles'][];
  /** Number of empty lines left out. */
  readonly emptyLines: number;
  /** Number of table rows left out. */
  readonly emptyRows: number;
  readonly reading: boolean;
  addFiles(files: readonly File[]): void;
  /** @param sheet Whether the text is cells of a spreadsheet. */
  addText(name: string, text: string, sheet: boolean): void;
  /** Reads a batch again with a change. */
  alter(batch: TextBatch, change: BatchChange): void;
  remove(key: number): void;
  clear(): void;
  /** Puts back what `clear` took away. */
  restore(all: readonly TextBatch[]): void;
}

/** Reader of tables. It is loaded with the first file, because most visits open none. */
const reader = lazyModule('The reader of tables', () => import('../../corpus/table-file.ts'));

/** A reading in progress. */
interface Reading {
  readonly controller: AbortController;
  readonly task: (reading: ReadOptions) => Promise<Partial<TextBatch>>;
}

let lastKey = 0;

export function useBatches(): Batches {
  const [all, setAll] = useState<readonly TextBatch[]>([]);
  /** Readings in progress, by the keys of their batches. */
  const running = useRef(new Map<number, Reading>());
  /** Readings that `clear` cut off, which `restore` begins again. */
  const cutOff = useRef<ReadonlyMap<number, Reading>>(new Map());
  const sums = useMemo(() => {
    const dropped = (lines: boolean) =>
      all
        .filter(({ settings }) => (settings?.format === 'lines') === lines)
        .reduce((sum, { read, table }) => sum + (read?.dropped ?? 0) + (table?.blank ?? 0), 0);
    return {
      items: all.flatMap(({ read }) => read?.items ?? []),
      roles: all.flatMap(({ read }) => read?.roles ?? []),
      emptyLines: dropped(true),
      emptyRows: dropped(false),
      reading: all.some(({ read, error }) => read === null && error === null),
    };
  }, [all]);

  // A batch that was removed during its reading stays removed.
  const change = (key: number, result: Partial<TextBatch>) =>
    setAll((before) =>
      before.map((batch) => (batch.key === key ? { ...batch, ...result } : batch)),
    );

  /** Runs a task for a batch, replacing the one in progress. */
  const run = async (key: number, task: Reading['task']) => {
    running.current.get(key)?.controller.abort();
    const controller = new AbortController();
    const reading = { controller, task };
    running.current.set(key, reading);
    const { signal } = controller;
    change(key, { read: null, error: null, retry: null, progress: 0 });
    try {
      const result = await task({ signal, onProgress: (progress) => change(key, { progress }) });
      if (!signal.aborted) change(key, result);
    } catch (error) {
      if (signal.aborted) return;
      const retry = error instanceof LoadError ? () => void run(key, task) : null;
      change(key, { error: messageOf(error), retry });
    } finally {
      if (running.current.get(key) === reading) running.current.delete(key);
    }
  };

  const readAs = async (
    { key, table: before, columns, surplus, choices }: TextBatch,
    source: TableSource,
    settings: GuessedSettings,
    reading: ReadOptions,
  ): Promise<Partial<TextBatch>> => {
    change(key, { source, settings });
    const { guessColumns, guessSurplus, readSource, tableTexts } = await reader();
    const table = await readSource(source, settings, reading);
    const same =
      before?.names.length === table.names.length &&
      table.names.every((name, column) => name === before.names[column]);
    const chosen = same ? columns : chosenColumns(guessColumns(table), choices, table.names);
    const treated = same ? surplus : guessSurplus(table, chosen);
    const read = tableTexts(table, chosen, treated, settings.separator);
    return { table, columns: chosen, surplus: treated, read };
  };

  const begin = (name: string, open: (reading: ReadOptions) => Promise<TableSource>) => {
    lastKey += 1;
    const batch: TextBatch = {
      key: lastKey,
      name,
      source: null,
      settings: null,
      table: null,
      columns: { text: 0, label: null },
      surplus: 'keep',
      choices: NO_CHOICES,
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
      const { documents, name, tables } = groupFiles(files);
      if (documents !== null) {
        begin(name, async () => ({ name: isolated(name), content: '', documents, sheet: false }));
      }
      for (const file of tables) {
        begin(files.length > 1 ? filePath(file) : file.name, async ({ signal }) => {
          const source = await (await reader()).openTableSource(file, signal);
          return files.length > 1 ? { ...source, path: filePath(file) } : source;
        });
      }
    },
    addText: (name, content, sheet) => begin(name, async () => ({ name, content, sheet })),
    alter(batch, { columns = batch.columns, surplus = batch.surplus, ...wanted }) {
      const { key, source, settings, table } = batch;
      if (source === null || settings === null) return;
      const choices = columnChoices(
        { ...batch.choices, settings: { ...batch.choices.settings, ...wanted } },
        table?.names ?? [],
        batch.columns,
        columns,
      );
      change(key, { columns, surplus, choices });
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
        if (next.format !== settings.format) {
          chosen = withChoices(await guessAgain(source, next, quiet), choices);
        } else if (next.encoding !== settings.encoding) {
          chosen = await guessInEncoding(source, settings, next.encoding, quiet);
        }
        // A person's choice about the first row is certain.
        const header = wanted.header === undefined ? chosen.reasons.header : 'sure';
        const reasons = { ...settings.reasons, header };
        const altered = { ...batch, columns, surplus, choices };
        return readAs(altered, source, { ...chosen, reasons }, reading);
      });
    },
    remove(key) {
      running.current.get(key)?.controller.abort();
      running.current.delete(key);
      setAll((before) => before.filter((batch) => batch.key !== key));
    },
    clear() {
      cutOff.current = running.current;
      running.current = new Map();
      for (const { controller } of cutOff.current.values()) controller.abort();
      setAll([]);
    },
    restore(before) {
      setAll((all) => [...before, ...all]);
      for (const { key } of before) {
        const reading = cutOff.current.get(key);
        if (reading !== undefined) void run(key, reading.task);
      }
    },
  };
}
