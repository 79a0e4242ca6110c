/**
 * Reads one text a line, unchanged: spaces at its ends are kept, since embedding strips them
 * anyway.
 */
import { checkLines, TableRows, Turns } from './limits.ts';
import { SeparatedReader } from './separated.ts';
import type { ReadOptions, Table, TableSettings } from './types.ts';

/** @throws DataError for too many lines; AbortError. */
export async function readLines(
  name: string,
  text: string,
  _settings: TableSettings,
  { onProgress, signal }: ReadOptions,
): Promise<Table> {
  const turns = new Turns(text.length, onProgress, signal);
  const reader = new SeparatedReader(text, '', '');
  const rows = new TableRows(name);
  let blank = 0;
  checkLines(name, text);
  const next = () => {
    blank += reader.passBlank();
    return reader.next();
  };
  for (let record = next(); record !== null; record = next()) {
    if (turns.due(reader.at)) await turns.take(reader.at);
    if (record.cells[0]?.trim() === '') blank += 1;
    else rows.add(record.cells);
  }
  onProgress(1);
  const problems = { count: 0, listed: [] };
  return {
    names: ['Text'],
    rows: rows.all,
    header: null,
    width: 1,
    blank,
    problems,
    places: [],
    notes: [],
  };
}

/** The whole file as one text. */
export async function readWhole(
  _name: string,
  text: string,
  _settings: TableSettings,
  { onProgress }: ReadOptions,
): Promise<Table> {
  onProgress(1);
  const isEmpty = text.trim() === '';
  return {
    names: ['Text'],
    rows: isEmpty ? [] : [[text.trim()]],
    header: null,
    width: 1,
    blank: isEmpty && text !== '' ? 1 : 0,
    problems: { count: 0, listed: [] },
    places: [],
    notes: [],
  };
}
