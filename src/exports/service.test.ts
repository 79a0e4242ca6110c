import { describe, expect, it } from 'vitest';
import { NO_ROW } from '../vectors/types.ts';
import type { Place } from './places.ts';
import { writeExport } from './service.ts';
import type { Column, ExportTable, Manifest, ReadRows } from './types.ts';

const manifest: Manifest = { format: 'facet-export', version: 1 };
const read: ReadRows = async (rows, dim) =>
  Float32Array.from({ length: rows.length * dim }, (_, at) => rows[Math.floor(at / dim)]! / 8);

function text(name: string, values: readonly string[]): Column {
  return { name, kind: 'text', values };
}

function tableOf(count: number): ExportTable {
  const ids = Array.from({ length: count }, (_, at) => `t${at}`);
  const rows = Uint32Array.from(ids, (_, at) => (at === 1 ? NO_ROW : at));
  return { count, columns: [text('id', ids)], vectors: [{ name: 'vector', dim: 2, rows }] };
}

/** A folder in memory. */
function folder(there: readonly string[] = []): Place & { readonly files: Map<string, string> } {
  const files = new Map(there.map((name) => [name, '']));
  return {
    files,
    async free(base, namesOf) {
      return namesOf(base).some((name) => files.has(name)) ? `${base}-2` : base;
    },
    async open(name) {
      const decoder = new TextDecoder();
      files.set(name, '');
      return {
        async write(bytes) {
          files.set(name, files.get(name) + decoder.decode(bytes, { stream: true }));
        },
        close: async () => null,
        async discard() {
          files.delete(name);
        },
      };
    },
  };
}

const never = new AbortController().signal;
const order = { base: 'texts', manifest };

describe('an export', () => {
  it('is a line a row, with its manifest last', async () => {
    const place = folder();
    const fractions: number[] = [];
    const written = await writeExport(
      { ...order, format: 'jsonl', table: tableOf(3) },
      read,
      place,
      {
        signal: never,
        onProgress: (fraction) => fractions.push(fraction),
      },
    );
    expect(place.files.get('texts.jsonl')).toBe(
      '{"id":"t0","vector":[0,0]}\n{"id":"t1","vector":null}\n{"id":"t2","vector":[0.25,0.25]}\n',
    );
    expect([...place.files.keys()]).toEqual(['texts.jsonl', 'texts.manifest.json']);
    expect(written.map(({ name }) => name)).toEqual(['texts.jsonl', 'texts.manifest.json']);
    expect(JSON.parse(place.files.get('texts.manifest.json')!)).toMatchObject({
      ...manifest,
      files: [{ name: 'texts.jsonl', bytes: 86 }],
    });
    expect(fractions).toEqual([1]);
  });

  it('writes over nothing that is there', async () => {
    const place = folder(['texts.rows.jsonl']);
    const how = { signal: never, onProgress: () => {} };
    await writeExport({ ...order, format: 'npy', table: tableOf(3) }, read, place, how);
    expect([...place.files.keys()]).toEqual([
      'texts.rows.jsonl',
      'texts-2.npy',
      'texts-2.rows.jsonl',
      'texts-2.manifest.json',
    ]);
    expect(place.files.get('texts.rows.jsonl')).toBe('');
  });

  it('that is cancelled leaves nothing behind', async () => {
    const place = folder();
    const stop = new AbortController();
    const writing = writeExport(
      { ...order, format: 'npy', table: tableOf(1_000_000) },
      read,
      place,
      {
        signal: stop.signal,
        onProgress: () => stop.abort(),
      },
    );
    await expect(writing).rejects.toThrow(expect.objectContaining({ name: 'AbortError' }));
    expect(place.files.size).toBe(0);
  });

  it('names a value that the format cannot hold', async () => {
    const place = folder();
    const infinite: ReadRows = async (rows, dim) =>
      new Float32Array(rows.length * dim).fill(Number.POSITIVE_INFINITY);
    const how = { signal: never, onProgress: () => {} };
    const writing = writeExport(
      { ...order, format: 'csv', table: tableOf(3) },
      infinite,
      place,
      how,
    );
    await expect(writing).rejects.toThrow('Infinity, which this format cannot hold: choose .npy');
    expect(place.files.size).toBe(0);
  });
});

describe("TREC's run", () => {
  it('is a file a lens, without documents that have no rank and without white space in ids', async () => {
    const columns: Column[] = [
      text('lens', ['topic', 'topic', 'tone', 'tone']),
      text('query_id', ['q 1', 'q 1', 'q 1', 'q 1']),
      text('document_id', ['d\t1', 'd2', 'd2', 'd3']),
      { name: 'rank', kind: 'integer', values: [1, 2, 1, null] },
      { name: 'score', kind: 'number', values: [0.5, -0.25, 1, null] },
    ];
    const place = folder();
    const how = { signal: never, onProgress: () => {} };
    const table = { count: 4, columns, vectors: [] };
    await writeExport({ ...order, format: 'trec', table }, read, place, how);
    expect(place.files.get('texts.topic.trec')).toBe(
      'q%201 Q0 d%091 1 0.5 facet-topic\nq%201 Q0 d2 2 -0.25 facet-topic\n',
    );
    expect(place.files.get('texts.tone.trec')).toBe('q%201 Q0 d2 1 1 facet-tone\n');
  });
});
