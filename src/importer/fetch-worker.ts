/**
 * Worker of the fetch frame. It belongs to no site: the browser gives it neither this site's storage nor its cookies.
 * It asks for the files of one source, and passes on the answers.
 */
import { serve } from '../workers/serve.ts';
import { transfer } from '../workers/transfer.ts';
import { type FetchApi, type FetchOrder, type FetchReady, READ_HEADERS } from './fetch-protocol.ts';
import { isWithin } from './fetch-scope.ts';

declare const self: DedicatedWorkerGlobalScope;

type Body = ReadableStreamDefaultReader<Uint8Array<ArrayBuffer>>;

self.onmessage = ({ data, ports }: MessageEvent<FetchOrder>) => {
  const { source } = data;
  const bodies = new Map<number, Body>();
  let asked = 0;

  const ready = serve<FetchApi, FetchReady>(ports[0]!, {
    async ask({ url, method, range }, { signal }) {
      if (!isWithin(source, url)) throw new RangeError(`${url} is no address of the model`);
      // The request is built from the fields of the message, so that nothing else leaves.
      const headers: Record<string, string> = {};
      if (range !== null) headers.Range = `bytes=${Number(range[0])}-${Number(range[1])}`;
      if (source.token) headers.Authorization = `Bearer ${source.token}`;
      const response = await fetch(url, {
        method: method === 'HEAD' ? 'HEAD' : 'GET',
        headers,
        credentials: 'omit',
        referrerPolicy: 'no-referrer',
        signal,
      });
      const id = asked++;
      if (response.body !== null) bodies.set(id, response.body.getReader());
      return {
        id,
        status: response.status,
        headers: READ_HEADERS.flatMap((name): (readonly [string, string])[] => {
          const value = response.headers.get(name);
          return value === null ? [] : [[name, value]];
        }),
      };
    },

    async read({ id }) {
      const next = await bodies.get(id)?.read();
      if (next?.value !== undefined) return transfer(next.value, [next.value.buffer]);
      bodies.delete(id);
      return null;
    },

    async drop({ id }) {
      void bodies
        .get(id)
        ?.cancel()
        .catch(() => undefined);
      bodies.delete(id);
      return undefined;
    },
  });
  ready({ kind: 'ready' });
};
