/**
 * Milvus over REST: version 1 as server 2.3.5 answers it (tested against that server), and version 2 by its documentation
 * (milvus.io/api-reference/restful, not tested: no package carries a server that has it).
 */
import { integer, isInteger, isObject, list, object, string, wrong } from '../lib/checks.ts';
import { idOf, numberOf, rowsOf, textOf, vectorOf } from './answers.ts';
import { type Ask, quoted, reading } from './http.ts';
import { canBeListed, sampled } from './sampled.ts';
import {
  type Metric,
  type RemoteStore,
  type StoreAddress,
  type StoreCollection,
  StoreError,
  type StoreField,
} from './types.ts';

const METRIC: Readonly<Record<string, Metric>> = {
  COSINE: 'cosine',
  IP: 'inner product',
  L2: 'squared distance',
};

/** Ids in one answer: Milvus gives no more than 16,384 rows. */
const IDS_AT_ONCE = 16_384;
const MOST_COLLECTIONS = 10_000;
const MOST_FIELDS = 1000;

/** Codes of Milvus for what is not there, and for a wrong token. */
const MISSING = [4, 100, 800];
const UNAUTHENTICATED = [1800];

/** What differs between the two versions of the interface. */
interface Dialect {
  /** Code of an answer without an error. */
  readonly good: number;
  list(ask: Ask, signal: AbortSignal | undefined): Promise<unknown>;
  describe(ask: Ask, name: string, signal: AbortSignal | undefined): Promise<unknown>;
  /** Number of rows; null where the interface has none. */
  count(ask: Ask, name: string, signal: AbortSignal | undefined): Promise<number | null>;
  readonly search: string;
  readonly query: string;
  /** The body of a search, beside what both have. */
  vector(numbers: readonly number[], field: string): Record<string, unknown>;
}

export function milvusStore(address: StoreAddress, ask: Ask): RemoteStore {
  const { database } = address;
  const dialect = address.kind === 'milvus' ? versionOne(database) : versionTwo(database);
  const keys = new Map<string, PrimaryKey>();
  const named = (name: string) => ({
    ...(database === null ? {} : { dbName: database }),
    collectionName: name,
  });
  const data = async (answer: Promise<unknown>) => dataOf(await answer, dialect.good);

  async function query(
    name: string,
    filter: string,
    limit: number,
    outputFields: readonly string[],
    signal: AbortSignal | undefined,
  ): Promise<Record<string, unknown>[]> {
    const body = { ...named(name), filter, limit, outputFields };
    const answer = await data(ask(dialect.query, body, signal));
    return reading('the rows', () =>
      rowsOf(answer ?? [], 'data', limit).map((row, index) => object(row, `data[${index}]`)),
    );
  }

  return {
    async collections({ signal } = {}) {
      const answer = await data(dialect.list(ask, signal));
      return reading('the collections', () =>
        rowsOf(answer ?? [], 'data', MOST_COLLECTIONS)
          .map((name, index) => string(name, `data[${index}]`))
          .sort(),
      );
    },

    async describe(name, { signal } = {}) {
      const answer = await data(dialect.describe(ask, name, signal));
      const { key, ...about } = reading('the collection', () => describedBy(answer));
      keys.set(name, key);
      const count = await dialect.count(ask, name, signal);
      // What is in no schema shows in a row.
      const known = about.fields.map((field) => field.name);
      const [first] = await query(name, afterEach(key, null), 1, ['*'], signal);
      const more = Object.entries(first ?? {})
        .filter(([field]) => !known.includes(field))
        .map(
          ([field, value]): StoreField => ({
            name: field,
            kind: typeof value === 'string' ? 'text' : 'other',
          }),
        );
      return {
        ...about,
        name,
        count,
        fields: [...about.fields, ...more],
        can: {
          exact:
            'Milvus searches the index of the collection, and does not say of which kind: all but FLAT can miss a near row.',
          sample: canBeListed(count),
          count: count !== null || 'This version of Milvus does not tell its rows by REST.',
        },
      };
    },

    async search({ collection, vector, k, text }, { signal } = {}) {
      const key = keyOf(collection);
      const field = vectorField(collection);
      const began = performance.now();
      const body = {
        ...named(collection.name),
        ...dialect.vector([...vector], field),
        limit: k,
        outputFields: [key.name, ...(text === null || text === key.name ? [] : [text])],
      };
      const answer = await data(ask(dialect.search, body, signal));
      const ms = performance.now() - began;
      return reading('the hits', () => ({
        ms,
        hits: rowsOf(answer ?? [], 'data', k).map((each, index) => {
          const row = object(each, `data[${index}]`);
          return {
            id: idOf(row[key.name] ?? row.id, `data[${index}].${key.name}`),
            text: text === null ? null : textOf(row[text], `data[${index}].${text}`),
            score: numberOf(row.distance, `data[${index}].distance`),
          };
        }),
      }));
    },

    sample(request, options) {
      const { collection, text, vectors } = request;
      const key = keyOf(collection);
      const field = vectorField(collection);
      return sampled(request, options, {
        // By the order of the ids, because an offset reaches 16,384 rows and no further.
        async *ids(_, signal) {
          let last: string | null = null;
          while (true) {
            const filter = afterEach(key, last);
            const rows = await query(collection.name, filter, IDS_AT_ONCE, [key.name], signal);
            const page: string[] = reading('the ids', () =>
              rows.map((row, index) => idOf(row[key.name], `data[${index}].${key.name}`)),
            );
            if (page.length === 0) return;
            if (page.at(-1) === last) {
              throw new StoreError('answer', 'Milvus lists the same rows again and again.');
            }
            last = page.at(-1)!;
            yield page;
          }
        },
        async rows(wanted, signal) {
          const outputs = [key.name, ...(text === null || text === key.name ? [] : [text])];
          if (vectors) outputs.push(field);
          const filter = `${key.name} in [${wanted.map((id) => literal(key, id)).join(', ')}]`;
          const rows = await query(collection.name, filter, wanted.length, outputs, signal);
          return reading('the rows', () =>
            rows.map((row, index) => ({
              id: idOf(row[key.name], `data[${index}].${key.name}`),
              text: text === null ? null : textOf(row[text], `data[${index}].${text}`),
              vector: vectors
                ? vectorOf(row[field], `data[${index}].${field}`, collection.dim)
                : null,
            })),
          );
        },
      });
    },
  };

  function keyOf({ name }: StoreCollection): PrimaryKey {
    const key = keys.get(name);
    if (key === undefined) throw new StoreError('asked', `The collection ${name} was not opened.`);
    return key;
  }
}

function vectorField({ name, fields }: StoreCollection): string {
  const field = fields.find(({ kind }) => kind === 'vector');
  if (field === undefined) {
    throw new StoreError('asked', `The collection ${name} has no vectors of floats.`);
  }
  return field.name;
}

interface PrimaryKey {
  readonly name: string;
  /** Whether ids are integers; else they are texts. */
  readonly whole: boolean;
}

/** The filter of the rows after an id; of all for null. */
function afterEach(key: PrimaryKey, id: string | null): string {
  // No id is the smallest number of 64 bits, which Milvus cannot parse.
  if (id === null) return key.whole ? `${key.name} > -9223372036854775807` : `${key.name} >= ""`;
  return `${key.name} > ${literal(key, id)}`;
}

/** An id as an expression of Milvus has it. */
function literal({ whole }: PrimaryKey, id: string): string {
  if (!whole) return JSON.stringify(id);
  if (!/^-?\d{1,19}$/.test(id))
    throw new StoreError('answer', `Milvus gave ${quoted(id)} as an id.`);
  return id;
}

/** The data of an answer. Milvus sends errors with status 200. */
function dataOf(answer: unknown, good: number): unknown {
  const { code, message, data } = reading('this request', () => object(answer, 'answer'));
  if (code === good) return data;
  const words = typeof message === 'string' ? `: ${quoted(message)}` : '';
  if (isInteger(code, -1e9, 1e9) && UNAUTHENTICATED.includes(code)) {
    throw new StoreError(
      'refused',
      `Milvus refuses the token${words}. Enter “user:password” or a key that may read the collection.`,
    );
  }
  if (isInteger(code, -1e9, 1e9) && MISSING.includes(code)) {
    throw new StoreError(
      'missing',
      `Milvus does not find it${words}. Check the database and the collection.`,
    );
  }
  throw new StoreError(
    'failed',
    `Milvus could not do it${words} (code ${String(code).slice(0, 20)}).`,
  );
}

function describedBy(answer: unknown): Pick<
  StoreCollection,
  'dim' | 'metric' | 'notes' | 'fields'
> & {
  readonly key: PrimaryKey;
} {
  const about = object(answer, 'data');
  let key: PrimaryKey | null = null;
  let dim: number | null = null;
  let vector: string | null = null;
  const fields: StoreField[] = [];
  for (const [index, each] of rowsOf(about.fields, 'fields', MOST_FIELDS).entries()) {
    const path = `fields[${index}]`;
    const field = object(each, path);
    const name = identifier(field.name, `${path}.name`);
    const type = string(field.type, `${path}.type`);
    if (field.primaryKey === true) {
      key = { name, whole: type === 'Int64' };
      fields.push({ name, kind: 'id' });
    } else if (type.startsWith('FloatVector')) {
      // Of several vector fields the first is searched.
      if (vector === null) dim = dimOf(type, field.params, path);
      fields.push({ name, kind: vector === null ? 'vector' : 'other' });
      vector ??= name;
    } else {
      fields.push({ name, kind: type.startsWith('VarChar') ? 'text' : 'other' });
    }
  }
  if (key === null) throw wrong('fields', 'a list with a primary key', about.fields);
  const indexes = list(about.indexes ?? [], 'indexes').filter(isObject);
  const index = indexes.find(({ fieldName }) => fieldName === vector) ?? indexes[0];
  const metric = typeof index?.metricType === 'string' ? index.metricType : '';
  return {
    key,
    dim,
    metric: METRIC[metric.toUpperCase()] ?? null,
    fields,
    notes: notesOf(about.description),
  };
}

/** Width of a vector: "FloatVector(768)" in version 1, a parameter in version 2. */
function dimOf(type: string, params: unknown, path: string): number | null {
  const written = /\((\d+)\)/.exec(type)?.[1];
  const param = Array.isArray(params)
    ? params.filter(isObject).find(({ key }) => key === 'dim')?.value
    : undefined;
  const dim = written ?? param;
  return dim === undefined ? null : integer(Number(dim), `${path}.dim`, 1, 100_000);
}

/** A name that stands in filters: nothing in it may end the name. */
function identifier(value: unknown, path: string): string {
  const name = string(value, path);
  if (!/^[A-Za-z_]\w{0,254}$/.test(name)) throw wrong(path, 'a name of letters and digits', value);
  return name;
}

function notesOf(description: unknown): Record<string, string> {
  if (typeof description !== 'string' || description === '') return {};
  try {
    const json: unknown = JSON.parse(description);
    if (isObject(json)) {
      return Object.fromEntries(
        Object.entries(json).flatMap(([key, value]) =>
          typeof value === 'string' || typeof value === 'number' ? [[key, String(value)]] : [],
        ),
      );
    }
  } catch {
    // Words, then.
  }
  return { description };
}

function versionOne(database: string | null): Dialect {
  const of = database === null ? '' : `dbName=${encodeURIComponent(database)}`;
  return {
    good: 200,
    list: (ask, signal) => ask(`/v1/vector/collections?${of}`, undefined, signal),
    describe: (ask, name, signal) =>
      ask(
        `/v1/vector/collections/describe?collectionName=${encodeURIComponent(name)}&${of}`,
        undefined,
        signal,
      ),
    count: async () => null,
    search: '/v1/vector/search',
    query: '/v1/vector/query',
    vector: (numbers) => ({ vector: numbers }),
  };
}

function versionTwo(database: string | null): Dialect {
  const of = database === null ? {} : { dbName: database };
  return {
    good: 0,
    list: (ask, signal) => ask('/v2/vectordb/collections/list', of, signal),
    describe: (ask, collectionName, signal) =>
      ask('/v2/vectordb/collections/describe', { ...of, collectionName }, signal),
    async count(ask, collectionName, signal) {
      const body = { ...of, collectionName };
      const answer = dataOf(await ask('/v2/vectordb/collections/get_stats', body, signal), 0);
      return reading('the number of rows', () =>
        integer(object(answer, 'data').rowCount, 'data.rowCount', 0, Number.MAX_SAFE_INTEGER),
      );
    },
    search: '/v2/vectordb/entities/search',
    query: '/v2/vectordb/entities/query',
    vector: (numbers, field) => ({ data: [numbers], annsField: field }),
  };
}
