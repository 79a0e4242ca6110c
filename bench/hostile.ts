/**
 * `npm run bench -- hostile`: reads hostile and absurd files (bench/hostile/inputs.ts), each in a process of its
 * own, and prints what came of each, its seconds and its memory. Options: `--only WORDS` reads those whose
 * reader, file or description has the words. Exits with 1 if a reader crashed, or failed with an error that is
 * not its own.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { commandLine } from '../src/cli/command.ts';
import { HOSTILE, type HostileInput, type HostileReader } from './hostile/inputs.ts';
import type { HostileReading } from './hostile/read.ts';

/** Seconds after which a reading is given up. */
const PATIENCE = 120;
/** Classes of errors that a reader may fail with. */
const OWN: Record<HostileReader, readonly string[]> = {
  table: ['DataError'],
  workspace: ['DataError'],
  link: ['DataError'],
  checkpoint: ['CheckpointError'],
  model: ['CheckpointError'],
  pairs: ['PairsError', 'FileError'],
  paste: [],
};

const only = commandLine({
  usage: 'usage: npm run bench -- hostile [--only WORDS]',
  options: { only: { type: 'string', default: '' } },
  read: ({ only = '' }) => only,
});

const folder = mkdtempSync(join(tmpdir(), 'facet-hostile-'));
let faults = 0;
try {
  console.log('    s   CPU s     MB  of file  input: outcome');
  for (const input of HOSTILE) {
    const name = `${input.reader} ${input.file} (${input.what})`;
    if (name.includes(only)) await show(input, name);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
if (faults > 0) {
  console.log(`\n${faults} crashed, or failed with an error that is not the reader's own.`);
  process.exitCode = 1;
}

async function show(input: HostileInput, name: string): Promise<void> {
  const path = join(folder, 'file');
  writeFileSync(path, await input.bytes());
  const size = inMegabytes(statSync(path).size);
  const found = readIn(path, input);
  if (typeof found === 'string') {
    faults += 1;
    console.log(`${' '.repeat(23)}${size}  ${name}: CRASHED: ${found}`);
    return;
  }
  const { read, error, seconds, cpuSeconds, bytes } = found;
  const foreign = error !== null && !OWN[input.reader].includes(error.name);
  if (foreign) faults += 1;
  const outcome =
    error === null
      ? `read: ${read}`
      : `${foreign ? 'FOREIGN ' : ''}${error.name}: ${error.message}`;
  const times = `${seconds.toFixed(2).padStart(5)} ${cpuSeconds.toFixed(2).padStart(7)}`;
  console.log(`${times} ${inMegabytes(bytes)} ${size}  ${name}: ${outcome.slice(0, 300)}`);
}

/** What came of reading the file in a process of its own; its last words if it crashed. */
function readIn(path: string, { reader, file }: HostileInput): HostileReading | string {
  const script = join(import.meta.dirname, 'hostile/read.ts');
  const { stdout, stderr, error, status, signal } = spawnSync(
    process.execPath,
    ['--import', 'tsx', script, reader, path, file],
    { encoding: 'utf8', timeout: 1000 * PATIENCE },
  );
  if (error !== undefined) return `${error.message} after ${PATIENCE} s`;
  if (stdout.startsWith('{')) return JSON.parse(stdout);
  const words = stderr.split('\n').find((line) => /error/i.test(line)) ?? stderr.slice(-200);
  // A process that the system ends, for its memory say, has no last words.
  return `${signal ?? `code ${status}`} ${words}`;
}

function inMegabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(1).padStart(7);
}
