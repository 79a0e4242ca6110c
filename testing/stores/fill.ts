/** Fills collections: the page itself only reads. */
import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { VENV } from './servers.ts';

const PACKAGE = join(import.meta.dirname, '../../python/facet_embed');

export interface Row {
  readonly text: string;
  readonly vector: Float32Array;
}

const AT_ONCE = 500;

async function post(url: string, body: unknown): Promise<Record<string, unknown>> {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });
  const text = await answer.text();
  const json: Record<string, unknown> = JSON.parse(text);
  if (!answer.ok || ![undefined, 200].includes(json.code as number)) throw new Error(text);
  return json;
}

/** Fills a collection that Milvus makes by itself, with ids of 64 bits. @returns The ids, in the rows' order. */
export async function fillMilvus(
  url: string,
  collectionName: string,
  rows: readonly Row[],
  about: Record<string, unknown> = {},
): Promise<string[]> {
  const dimension = rows[0]!.vector.length;
  await post(`${url}/v1/vector/collections/create`, {
    ...{ collectionName, dimension, metricType: 'COSINE' },
    ...about,
  });
  const ids: string[] = [];
  for (let start = 0; start < rows.length; start += AT_ONCE) {
    const data = rows
      .slice(start, start + AT_ONCE)
      .map(({ text, vector }) => ({ text, vector: [...vector] }));
    const { data: told } = await post(`${url}/v1/vector/insert`, { collectionName, data });
    ids.push(...(told as { insertIds: string[] }).insertIds);
  }
  // What was inserted can be read a little later.
  for (let found = false; !found; await sleep(200)) {
    const filter = `id in [${ids.at(-1)}]`;
    const body = { collectionName, filter, outputFields: ['id'], limit: 1 };
    found = ((await post(`${url}/v1/vector/query`, body)).data as unknown[]).length === 1;
  }
  return ids;
}

/** Writes rows as the page exports them (.npy with its rows and manifest), and loads them by `facet_embed.load`. */
export async function loadStore(
  kind: 'milvus' | 'chroma',
  url: string,
  collection: string,
  rows: readonly Row[],
  instruction = 'Represent the sentence: ',
): Promise<string[]> {
  const ids = rows.map((_, index) => `row-${index}`);
  const folder = await mkdtemp(join(tmpdir(), 'facet-load-'));
  try {
    await writeFile(join(folder, 'texts.npy'), npy(rows));
    const lines = rows.map(({ text }, index) =>
      JSON.stringify({ id: ids[index], text, place: index }),
    );
    await writeFile(join(folder, 'texts.rows.jsonl'), `${lines.join('\n')}\n`);
    const manifest = { model: { name: 'A model' }, lenses: [{ key: 'lens', instruction }] };
    await writeFile(join(folder, 'texts.manifest.json'), JSON.stringify(manifest));
    loadExport(kind, url, collection, join(folder, 'texts.npy'));
    return ids;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Loads an export, with the index that is exact. @throws Error with what the command said. */
export function loadExport(
  kind: 'milvus' | 'chroma',
  url: string,
  collection: string,
  file: string,
): void {
  const args = ['--to', kind, '--address', url, '--collection', collection, '--index', 'FLAT'];
  const done = spawnSync(join(VENV, 'bin/python'), ['-m', 'facet_embed.load', file, ...args], {
    env: { ...process.env, PYTHONPATH: PACKAGE },
    encoding: 'utf8',
  });
  if (done.status !== 0) throw new Error(done.stderr);
}

function npy(rows: readonly Row[]): Buffer {
  const dim = rows[0]!.vector.length;
  const about = `{'descr': '<f4', 'fortran_order': False, 'shape': (${rows.length}, ${dim}), }`;
  // Magic, version and length are 10 bytes; the data begins at a multiple of 64.
  const header = `${about.padEnd(Math.ceil((about.length + 11) / 64) * 64 - 11)}\n`;
  const length = Buffer.alloc(2);
  length.writeUInt16LE(header.length);
  const numbers = rows.map(({ vector }) => Buffer.from(vector.buffer, vector.byteOffset, dim * 4));
  return Buffer.concat([
    Buffer.from('\x93NUMPY\x01\x00', 'latin1'),
    length,
    Buffer.from(header),
    ...numbers,
  ]);
}
