/** The worker's side of exports: rows go from the worker that keeps them to the disk, past the page. */
import { VECTORS_ERRORS, type VectorsApi } from '../vectors/protocol.ts';
import { Connection } from '../workers/connect.ts';
import { serve } from '../workers/serve.ts';
import type { ServerPort } from '../workers/types.ts';
import { filesOf } from './files.ts';
import { BLOBS, folderPlace, type Place, type Sink } from './places.ts';
import type { ExportOrder, ExportsApi, WrittenFile } from './protocol.ts';
import { ExportError, type ReadRows } from './types.ts';

/** Answers calls that come through `port`. */
export function serveExports(port: ServerPort): void {
  let read: ReadRows = () => Promise.reject(new ExportError('There are no vectors to write.'));
  serve<ExportsApi>(port, {
    connect(rows) {
      const vectors = new Connection<VectorsApi>(rows, {
        name: 'facet-vectors',
        errors: VECTORS_ERRORS,
      });
      read = (wanted, dim) => vectors.call('gather', { rows: wanted, count: wanted.length, dim });
      return undefined;
    },
    write: (order, { signal, onProgress }) =>
      writeExport(order, read, order.folder === null ? BLOBS : folderPlace(order.folder), {
        signal,
        onProgress,
      }),
  });
}

/**
 * Writes the files of an export, and its manifest last. After an error or an abort none of them stays.
 * @throws ExportError where a file cannot be written; VectorsError where a vector is not kept any more.
 */
export async function writeExport(
  { format, table, base, manifest }: Omit<ExportOrder, 'folder'>,
  read: ReadRows,
  place: Place,
  {
    signal,
    onProgress,
  }: { readonly signal: AbortSignal; readonly onProgress: (fraction: number) => void },
): Promise<readonly WrittenFile[]> {
  const namesOf = async (name: string) =>
    (await filesOf(format, table, name)).map((file) => file.name);
  const known = await namesOf(base);
  const free = await place.free(base, (tried) => [
    ...known.map((name) => tried + name.slice(base.length)),
    manifestName(tried),
  ]);
  const files = await filesOf(format, table, free);
  const written: WrittenFile[] = [];
  const sinks: Sink[] = [];
  const into = async (
    name: string,
    type: string,
    pieces: AsyncIterable<Uint8Array<ArrayBuffer>>,
  ) => {
    const sink = await place.open(name, type);
    sinks.push(sink);
    let bytes = 0;
    for await (const piece of pieces) {
      signal.throwIfAborted();
      await sink.write(piece);
      bytes += piece.length;
    }
    signal.throwIfAborted();
    written.push({ name, bytes, content: await sink.close() });
  };
  try {
    for (const [at, { name, type, table: rows, write }] of files.entries()) {
      const onRows = (done: number) => onProgress((at + done / rows.count) / files.length);
      await into(name, type, write(rows, { read, manifest, onRows }));
    }
    const listed = written.map(({ name, bytes }) => ({ name, bytes }));
    const all = `${JSON.stringify({ ...manifest, files: listed }, null, 2)}\n`;
    await into(manifestName(free), 'application/json', once(new TextEncoder().encode(all)));
    return written;
  } catch (error) {
    for (const sink of sinks) await sink.discard();
    throw error;
  }
}

function manifestName(base: string): string {
  return `${base}.manifest.json`;
}

async function* once<Value>(value: Value): AsyncGenerator<Value> {
  yield value;
}
