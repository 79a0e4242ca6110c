/**
 * Chroma over its HTTP API v2 (docs.trychroma.com/reference/server-api). Its own JavaScript client is not used: it sends
 * texts to embed where a vector is missing, follows redirects and bounds no answer.
 */
import { integer, isObject, list, object, oneOf, string } from '../lib/checks.ts';
import { idOf, numberOf, rowsOf, textOf, vectorOf } from './answers.ts';
import { type Ask, reading } from './http.ts';
import { canBeListed, sampled } from './sampled.ts';
import {
  type Metric,
  type RemoteStore,
  type StoreAddress,
  type StoreCollection,
  StoreError,
} from './types.ts';

const METRIC: Readonly<Record<string, Metric>> = {
  cosine: 'cosine',
  ip: 'inner product',
  l2: 'squared distance',
};

/** Ids in one answer. */
const IDS_AT_ONCE = 10_000;
/** Most collections that are listed. */
const MOST_COLLECTIONS = 1000;
/** Name of what Chroma keeps the text of a row as. */
const DOCUMENT = 'document';

export function chromaStore(address: StoreAddress, ask: Ask): RemoteStore {
  const named = (address.database ?? '').split('/');
  const [tenant, database] = named.length > 1 ? [named[0]!, named[1]!] : ['', named[0]!];
  const root = `/api/v2/tenants/${part(tenant || 'default_tenant')}/databases/${part(database || 'default_database')}/collections`;
  /** Chroma asks for rows by the id of a collection; its name may be given to another. */
  const ids = new Map<string, string>();
  const at = ({ name }: StoreCollection, what: string) => {
    const id = ids.get(name);
    if (id === undefined) throw new StoreError('asked', `The collection ${name} was not opened.`);
    return `${root}/${part(id)}/${what}`;
  };

  async function countOf(id: string, signal: AbortSignal | undefined): Promise<number> {
    const answer = await ask(`${root}/${part(id)}/count`, undefined, signal);
    return reading('the number of rows', () =>
      integer(answer, 'count', 0, Number.MAX_SAFE_INTEGER),
    );
  }

  return {
    async collections({ signal } = {}) {
      const answer = await ask(`${root}?limit=${MOST_COLLECTIONS}`, undefined, signal);
      return reading('the collections', () =>
        rowsOf(answer, 'collections', MOST_COLLECTIONS)
          .map((each, index) =>
            string(object(each, `collections[${index}]`).name, `collections[${index}].name`),
          )
          .sort(),
      );
    },

    async describe(name, { signal } = {}) {
      const answer = await ask(`${root}/${part(name)}`, undefined, signal);
      const { id, ...about } = reading('the collection', () => describedBy(answer));
      ids.set(name, id);
      const count = await countOf(id, signal);
      return {
        ...about,
        name,
        count,
        fields: [
          { name: 'id', kind: 'id' },
          { name: 'embedding', kind: 'vector' },
          { name: DOCUMENT, kind: 'text' },
          ...(await metadataFields(id, signal)),
        ],
        can: {
          exact: 'Chroma searches an index (HNSW), which can miss a near row.',
          sample: canBeListed(count),
          count: true,
        },
      };
    },

    async search({ collection, vector, k, text }, { signal } = {}) {
      const began = performance.now();
      const body = {
        query_embeddings: [[...vector]],
        n_results: k,
        include: ['distances', ...includes(text)],
      };
      const answer = await ask(at(collection, 'query'), body, signal);
      const ms = performance.now() - began;
      return reading('the hits', () => {
        const fields = object(answer, 'answer');
        const found = rowsOf(list(fields.ids, 'ids')[0], 'ids[0]', k);
        const distances = list(list(fields.distances, 'distances')[0], 'distances[0]');
        const texts = textsOf(fields, text, (value, key) => list(value, key)[0]);
        const hits = found.map((id, index) => ({
          id: idOf(id, `ids[0][${index}]`),
          text: texts(index),
          score: scoreOf(numberOf(distances[index], `distances[0][${index}]`), collection.metric),
        }));
        return { hits, ms };
      });
    },

    sample: (request, options) =>
      sampled(request, options, {
        async *ids(total, signal) {
          for (let offset = 0; offset < total; ) {
            const body = { limit: IDS_AT_ONCE, offset, include: [] };
            const answer = await ask(at(request.collection, 'get'), body, signal);
            const page = reading('the ids', () =>
              rowsOf(object(answer, 'answer').ids, 'ids', IDS_AT_ONCE).map((id, index) =>
                idOf(id, `ids[${index}]`),
              ),
            );
            // Rows were deleted meanwhile.
            if (page.length === 0) return;
            yield page;
            offset += page.length;
          }
        },
        async rows(wanted, signal) {
          const { text, vectors, collection } = request;
          const include = [...includes(text), ...(vectors ? ['embeddings'] : [])];
          const answer = await ask(at(collection, 'get'), { ids: wanted, include }, signal);
          return reading('the rows', () => {
            const fields = object(answer, 'answer');
            const texts = textsOf(fields, text, (value) => value);
            const rows = vectors ? list(fields.embeddings, 'embeddings') : null;
            return rowsOf(fields.ids, 'ids', wanted.length).map((id, index) => ({
              id: idOf(id, `ids[${index}]`),
              text: texts(index),
              vector: rows && vectorOf(rows[index], `embeddings[${index}]`, collection.dim),
            }));
          });
        },
      }),
  };

  /** Names of the metadata of the first rows: a collection has no schema. */
  async function metadataFields(id: string, signal: AbortSignal | undefined) {
    const body = { limit: 10, include: ['metadatas'] };
    const answer = await ask(`${root}/${part(id)}/get`, body, signal);
    return reading('the metadata', () => {
      const kinds = new Map<string, 'text' | 'other'>();
      for (const row of list(object(answer, 'answer').metadatas ?? [], 'metadatas')) {
        for (const [name, value] of Object.entries(isObject(row) ? row : {})) {
          if (typeof value === 'string') kinds.set(name, 'text');
          else if (!kinds.has(name)) kinds.set(name, 'other');
        }
      }
      return [...kinds]
        .filter(([name]) => name !== DOCUMENT)
        .map(([name, kind]) => ({ name, kind }));
    });
  }
}

function part(name: string): string {
  return encodeURIComponent(name);
}

function includes(text: string | null): string[] {
  if (text === null) return [];
  return [text === DOCUMENT ? 'documents' : 'metadatas'];
}

/** Returns a function that gives the text of a row by its index. */
function textsOf(
  fields: Record<string, unknown>,
  text: string | null,
  /** Takes the list of the one query out of that of all. */
  of: (value: unknown, key: string) => unknown,
): (index: number) => string | null {
  if (text === null) return () => null;
  const key = text === DOCUMENT ? 'documents' : 'metadatas';
  const values = list(of(fields[key], key), key);
  return (index) => {
    const value = values[index];
    const own =
      text === DOCUMENT
        ? value
        : isObject(value) && Object.hasOwn(value, text)
          ? value[text]
          : null;
    return textOf(own, `${key}[${index}]`);
  };
}

/** Chroma's distance as a score. Its squared distance stays one. */
function scoreOf(distance: number, metric: Metric | null): number {
  return metric === 'squared distance' || metric === null ? distance : 1 - distance;
}

function describedBy(answer: unknown): Pick<StoreCollection, 'dim' | 'metric' | 'notes'> & {
  readonly id: string;
} {
  const fields = object(answer, 'collection');
  const notes: Record<string, string> = {};
  for (const [key, value] of Object.entries(isObject(fields.metadata) ? fields.metadata : {})) {
    if (['string', 'number', 'boolean'].includes(typeof value)) notes[key] = String(value);
  }
  return {
    id: string(fields.id, 'collection.id'),
    // Empty, a collection has no width yet.
    dim:
      fields.dimension == null
        ? null
        : integer(fields.dimension, 'collection.dimension', 1, 100_000),
    metric: METRIC[spaceOf(fields)] ?? null,
    notes,
  };
}

/** The metric in Chroma's words: of the index that it has. */
function spaceOf({ configuration_json, metadata }: Record<string, unknown>): string {
  const indices = isObject(configuration_json) ? configuration_json : {};
  for (const index of [indices.hnsw, indices.spann]) {
    if (isObject(index) && index.space !== undefined) {
      return oneOf(Object.keys(METRIC), index.space, 'collection.configuration_json.space');
    }
  }
  // Versions before 1.0 keep it in the metadata.
  const space = isObject(metadata) ? metadata['hnsw:space'] : undefined;
  return typeof space === 'string' ? space : 'l2';
}
