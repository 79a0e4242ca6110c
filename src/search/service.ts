/** A worker's side of the exact search: it keeps the parts that it searched last. */
import { isAbort } from '../lib/errors.ts';
import { VECTORS_ERRORS, type VectorsApi } from '../vectors/protocol.ts';
import type { VectorSet } from '../vectors/types.ts';
import { Connection } from '../workers/connect.ts';
import { serve } from '../workers/serve.ts';
import { transfer } from '../workers/transfer.ts';
import type { CallContext, ServerPort } from '../workers/types.ts';
import { Part } from './exact/part.ts';
import { cosineWith, lengthOf, prepareQuery } from './exact/quantise.ts';
import type { SearchApi } from './protocol.ts';
import { SearchError } from './types.ts';

/** Bytes of parts kept in one worker, the one in use aside. */
const KEPT_BYTES = 512 * 2 ** 20;
/** Bytes of vectors kept beside int8 in one worker; those of a larger part are fetched when they are needed. */
const VECTOR_BYTES = 192 * 2 ** 20;
/** Share of the progress that reading the rows takes. */
const BUILD_SHARE = 0.8;

interface Kept {
  readonly set: VectorSet;
  /** Bytes of int8, and of the vectors beside it. */
  readonly bytes: number;
  readonly vectorBytes: number;
  readonly part: Promise<Part>;
}

/** Answers calls that come through `port`. */
export function serveSearch(port: ServerPort): void {
  let vectors: Connection<VectorsApi> | null = null;
  /** Parts, the latest use last. */
  let kept: Kept[] = [];

  const fetch = (rows: Omit<VectorSet, 'id'>) => {
    if (vectors === null) throw new SearchError('There are no vectors to search.');
    return vectors.call('gather', rows);
  };

  /** Returns the part, which several calls may wait for. If the call that builds it is cancelled, another begins. */
  async function partOf(set: VectorSet, context: CallContext<number>): Promise<Part> {
    for (;;) {
      const known = kept.find((each) => each.set.id === set.id && each.set.count === set.count);
      const entry = known ?? build(set, context);
      kept = [...kept.filter((each) => each !== entry), entry];
      try {
        return await entry.part;
      } catch (error) {
        kept = kept.filter((each) => each !== entry);
        context.signal.throwIfAborted();
        if (known === undefined || !isAbort(error)) throw error;
      }
    }
  }

  function build(set: VectorSet, { signal, onProgress }: CallContext<number>): Kept {
    const bytes = set.count * set.dim;
    makeRoom(bytes);
    const held = kept.reduce((sum, each) => sum + each.vectorBytes, 0);
    const all = bytes * Float32Array.BYTES_PER_ELEMENT;
    const keeps = held + all <= VECTOR_BYTES;
    const part = Part.build(set, fetch, keeps, {
      signal,
      onProgress: (done) => onProgress(done * BUILD_SHARE),
    });
    return { set, bytes, vectorBytes: keeps ? all : 0, part };
  }

  /** Drops the oldest parts. The last one stays, whatever its size: two lenses take turns. */
  function makeRoom(needed: number): void {
    let bytes = kept.reduce((sum, each) => sum + each.bytes + each.vectorBytes, needed);
    while (bytes > KEPT_BYTES && kept.length > 1) {
      const { bytes: own, vectorBytes } = kept.shift()!;
      bytes -= own + vectorBytes;
    }
  }

  serve<SearchApi>(port, {
    connect(rows) {
      vectors = new Connection(rows, { name: 'facet-vectors', errors: VECTORS_ERRORS });
      return undefined;
    },
    async nearest({ queries, part, k, only, groups }, context) {
      const searched = await partOf(part, context);
      const found = await searched.nearest(
        await fetch(queries),
        k,
        { only, groups },
        {
          signal: context.signal,
          onProgress: (done) => context.onProgress(BUILD_SHARE + done * (1 - BUILD_SHARE)),
        },
      );
      const { indices, scores } = found;
      return transfer(found, [indices.buffer as ArrayBuffer, scores.buffer as ArrayBuffer]);
    },
    async cosines({ query, documents }) {
      const [asked, rows] = [await fetch(query), await fetch(documents)];
      const { count, dim } = documents;
      const prepared = prepareQuery(asked, 0, query.dim);
      return Float32Array.from({ length: count }, (_, at) =>
        !prepared.hasDirection || lengthOf(rows, at * dim, dim) === 0
          ? Number.NaN
          : cosineWith(prepared, rows, at * dim, dim),
      );
    },
    async before({ query, part, cosine, index, groups }, context) {
      const searched = await partOf(part, context);
      return searched.before(await fetch(query), { cosine, index, groups }, context);
    },
  });
}
