/**
 * Reads one hostile file, whose number and place are the arguments, in a process of its own, and prints as JSON
 * what came of it.
 */
import { openAsBlob, openSync, readFileSync, readSync, writeFileSync } from 'node:fs';
import { fileFolder } from '../../src/checkpoint/source.ts';
import { readPairs } from '../../src/cli/pairs.ts';
import { splitPastedTexts } from '../../src/corpus/paste.ts';
import { guessColumns, readTable, tableTexts } from '../../src/corpus/table-file.ts';
import { openCheckpoint } from '../../src/encoders/open-checkpoint.ts';
import { openManifest } from '../../src/model-folder/verify.ts';
import { readLink, readWorkspaceFile } from '../../src/workspace/workspace-file.ts';
import { edit, type Files, instructor, without } from '../../testing/checkpoint-folders.ts';
import type { HostileReader } from './inputs.ts';

/** Outcome of reading: what was read, or the class and message of the error; seconds and bytes that it took. */
export interface HostileReading {
  readonly read: string | null;
  readonly error: { readonly name: string; readonly message: string } | null;
  readonly seconds: number;
  /** Seconds of the processor, in all threads. */
  readonly cpuSeconds: number;
  /** Most memory of the process beyond what it had at first. */
  readonly bytes: number;
}

const READ: Record<HostileReader, (path: string, file: string) => Promise<string>> = {
  async table(path, name) {
    const table = await readTable(new File([await openAsBlob(path)], name));
    const { items } = tableTexts(table, guessColumns(table));
    return `${items.length} texts`;
  },
  async workspace(path, name) {
    const { workspace } = await readWorkspaceFile(new File([await openAsBlob(path)], name));
    return `${workspace.texts.length} texts, k = ${workspace.k}`;
  },
  async link(path) {
    const { workspace } = await readLink(readFileSync(path, 'utf8'));
    return `${workspace.texts.length} texts`;
  },
  async checkpoint(path, file) {
    // "config.json/keys.json": the second name tells files of one place apart.
    const at = file.replace(/(\.json|\.safetensors)\/.*$/, '$1');
    let files: Files = instructor();
    if (at === 'model.safetensors.index.json' || at === 'pytorch_model.bin') {
      files = without(files, 'model.safetensors');
    }
    const edits = readEdits(path);
    const blobs = new Map<string, Blob>();
    if (edits !== null) files = edit(files, at, edits);
    for (const [name, content] of Object.entries(files)) {
      const bytes = content instanceof Uint8Array ? content : JSON.stringify(content);
      blobs.set(name, new Blob([bytes as BlobPart]));
    }
    if (edits === null) blobs.set(at, await openAsBlob(path));
    const { spec } = await openCheckpoint(fileFolder('folder', blobs));
    return `${spec.family} of ${spec.layers} layers`;
  },
  async model(path) {
    const files = new Map([['model.json', await openAsBlob(path)]]);
    const manifest = await openManifest(fileFolder('folder', files));
    return `${manifest?.manifest.name}`;
  },
  async pairs(path, name) {
    const pairs = readPairs(name, readFileSync(path), () => {});
    return `${pairs.length} pairs`;
  },
  async paste(path) {
    return `${splitPastedTexts(readFileSync(path, 'utf8')).texts.length} texts`;
  },
};

/** Fields of an ordinary file that take other values, where the file says so; null for a whole file. */
function readEdits(path: string): Record<string, unknown> | null {
  const start = Buffer.alloc(1000);
  const text = start.toString('utf8', 0, readSync(openSync(path, 'r'), start));
  return text.startsWith('{"edited":') ? JSON.parse(text).edited : null;
}

const [reader = '', path = '', file = ''] = process.argv.slice(2);
const before = startMemory();
const cpu = process.cpuUsage();
const start = performance.now();
let read: string | null = null;
let error: HostileReading['error'] = null;
try {
  read = await READ[reader as HostileReader](path, file);
} catch (cause) {
  error =
    cause instanceof Error
      ? { name: cause.name, message: cause.message }
      : { name: typeof cause, message: String(cause) };
}
const seconds = (performance.now() - start) / 1000;
const { user, system } = process.cpuUsage(cpu);
const reading: HostileReading = {
  read,
  error,
  seconds,
  cpuSeconds: (user + system) / 1e6,
  bytes: Math.max(0, peakMemory() - before),
};
process.stdout.write(JSON.stringify(reading));

/** Resident bytes. Linux forgets its peak until now. */
function startMemory(): number {
  try {
    writeFileSync('/proc/self/clear_refs', '5');
  } catch {
    // Another system: the peak then counts what starting took.
  }
  return process.memoryUsage.rss();
}

function peakMemory(): number {
  try {
    const status = readFileSync('/proc/self/status', 'utf8');
    return 1024 * Number(/^VmHWM:\s+(\d+)/m.exec(status)?.[1]);
  } catch {
    return 1024 * process.resourceUsage().maxRSS;
  }
}
