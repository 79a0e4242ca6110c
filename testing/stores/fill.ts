/** Fills collections over the stores' own interfaces: Facet itself only reads. */
import { setTimeout as sleep } from 'node:timers/promises';

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

/** @returns Milvus's ids of the rows, in their order. */
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

/** Ids are "row-0", "row-1", … */
export async function fillChroma(
  url: string,
  name: string,
  rows: readonly Row[],
  about: Record<string, unknown> = {},
): Promise<string[]> {
  const root = `${url}/api/v2/tenants/default_tenant/databases/default_database/collections`;
  const { id } = await post(root, { name, configuration: { hnsw: { space: 'cosine' } }, ...about });
  const ids = rows.map((_, index) => `row-${index}`);
  for (let start = 0; start < rows.length; start += AT_ONCE) {
    const part = rows.slice(start, start + AT_ONCE);
    await post(`${root}/${id}/add`, {
      ids: ids.slice(start, start + AT_ONCE),
      embeddings: part.map(({ vector }) => [...vector]),
      documents: part.map(({ text }) => text),
      metadatas: part.map((_, index) => ({ place: start + index, source: 'test' })),
    });
  }
  return ids;
}
