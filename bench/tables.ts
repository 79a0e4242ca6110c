/**
 * `npm run bench -- tables [--megabytes 40] [--only csv,jsonl,parquet] [--json FILE]`: reads generated tables with the
 * page's own reader in Node, each in a process of its own, and prints MB/s and the peak of resident memory. Larger files
 * than the page reads are refused, as in the page.
 */
import { spawnSync } from 'node:child_process';
import { createWriteStream, openAsBlob } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { ByteWriter, ParquetWriter } from 'hyparquet-writer';
import { commandLine, wholeNumber } from '../src/cli/command.ts';
import { guessColumns, readTable, tableTexts } from '../src/corpus/table-file.ts';
import { openReport } from './options.ts';

const FORMATS = ['csv', 'jsonl', 'parquet'] as const;
type Format = (typeof FORMATS)[number];

/** Rows that are generated at once. */
const BLOCK = 5_000;
const SAMPLE_MS = 20;
const WORDS =
  'the kettle whistles in a kitchen while rain falls on the roof, and nobody hears it'.split(' ');

interface Row {
  readonly id: string;
  readonly text: string;
  readonly label: string;
}

interface Figures {
  readonly format: string;
  readonly megabytes: number;
  readonly texts: number;
  readonly seconds: number;
  readonly megabytesPerSecond: number;
  /** Peak of resident memory, with the 100 MB or so that Node takes itself. */
  readonly peakMegabytes: number;
}

const { megabytes, formats, file, json } = commandLine({
  usage: 'usage: npm run bench -- tables [--megabytes 40] [--only csv,jsonl,parquet] [--json FILE]',
  options: {
    megabytes: { type: 'string', default: '40' },
    only: { type: 'string', default: FORMATS.join(',') },
    file: { type: 'string' },
    json: { type: 'string' },
  },
  read: ({ megabytes = '', only = '', file, json }) => ({
    megabytes: wholeNumber('--megabytes', megabytes, 1),
    formats: FORMATS.filter((format) => only.split(',').includes(format)),
    file,
    json,
  }),
});

if (file !== undefined) console.log(JSON.stringify(await measure(file)));
else await compare();

async function compare(): Promise<void> {
  const saveReport = await openReport(json);
  const folder = await mkdtemp(join(tmpdir(), 'facet-tables-'));
  const all: Figures[] = [];
  try {
    console.log(
      `${cpus()[0]?.model ?? 'unknown CPU'}, ${cpus().length} cores, load ${loadavg()[0]!.toFixed(1)}; Node ${process.version}; memory: resident, Node's own included`,
    );
    for (const format of formats) {
      const path = join(folder, `table.${format}`);
      await generate(path, format);
      const child = spawnSync(
        process.execPath,
        ['--import', 'tsx', import.meta.filename, '--file', path],
        { encoding: 'utf8' },
      );
      if (child.status !== 0) throw new Error(`${format}: ${child.stderr}`);
      const figures: Figures = JSON.parse(child.stdout);
      all.push(figures);
      console.log(
        `${format}: ${figures.megabytes.toFixed(0)} MB, ${figures.texts.toLocaleString('en')} texts in ${figures.seconds.toFixed(1)} s: ${figures.megabytesPerSecond.toFixed(0)} MB/s, peak ${figures.peakMegabytes.toFixed(0)} MB`,
      );
      await rm(path);
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  await saveReport?.(all);
}

async function measure(path: string): Promise<Figures> {
  const { size } = await stat(path);
  const named = new File([await openAsBlob(path)], path);
  let peak = 0;
  const sample = () => {
    peak = Math.max(peak, process.memoryUsage.rss());
  };
  const timer = setInterval(sample, SAMPLE_MS);
  const began = performance.now();
  const table = await readTable(named);
  const { items } = tableTexts(table, guessColumns(table));
  sample();
  clearInterval(timer);
  const seconds = (performance.now() - began) / 1000;
  return {
    format: path.slice(path.lastIndexOf('.') + 1),
    megabytes: size / 1e6,
    texts: items.length,
    seconds,
    megabytesPerSecond: size / 1e6 / seconds,
    peakMegabytes: peak / 1e6,
  };
}

async function generate(path: string, format: Format): Promise<void> {
  const out = createWriteStream(path);
  const write = async (piece: string | Uint8Array) => {
    if (!out.write(piece)) await new Promise<void>((resolve) => out.once('drain', () => resolve()));
  };
  const bytes = megabytes * 1e6;
  if (format === 'parquet') {
    const writer = new ByteWriter();
    const parquet = new ParquetWriter({
      writer,
      schema: [
        { name: 'root', num_children: 3 },
        ...(['id', 'text', 'label'] as const).map((name) => ({
          name,
          type: 'BYTE_ARRAY' as const,
          converted_type: 'UTF8' as const,
          repetition_type: 'OPTIONAL' as const,
        })),
      ],
    });
    const take = () => {
      const piece = new Uint8Array(writer.getBuffer()).slice();
      writer.index = 0;
      return piece;
    };
    for (let [first, written] = [0, 0]; written < bytes; first += BLOCK) {
      const rows = block(first);
      const column = (name: keyof Row) => ({ name, data: rows.map((row) => row[name]) });
      await parquet.write({ columnData: [column('id'), column('text'), column('label')] });
      const piece = take();
      written += piece.length;
      await write(piece);
    }
    await parquet.finish();
    await write(take());
  } else {
    if (format === 'csv') await write('id,text,label\n');
    for (let [first, written] = [0, 0]; written < bytes; first += BLOCK) {
      const lines = block(first).map((row) =>
        format === 'csv' ? `${row.id},"${row.text}",${row.label}\n` : `${JSON.stringify(row)}\n`,
      );
      const piece = lines.join('');
      written += Buffer.byteLength(piece);
      await write(piece);
    }
  }
  out.end();
  await finished(out);
}

/** Rows of some 1,100 characters each: texts of a corpus, where a million of them make a gigabyte. */
function block(first: number): Row[] {
  return Array.from({ length: BLOCK }, (_, at) => {
    const row = first + at;
    const words = Array.from(
      { length: 200 },
      (_, word) => WORDS[(row * 7 + word * word) % WORDS.length],
    );
    return {
      id: `doc-${row}`,
      text: `Text ${row}: ${words.join(' ')}.`,
      label: `class ${row % 12}`,
    };
  });
}
