/** The import worker's `fetch`: through the fetch frame, because its own policy lets it reach no other site. */
import type { Fetch } from '../checkpoint/http-request.ts';
import { Connection } from '../workers/connect.ts';
import type { FetchApi } from './fetch-protocol.ts';

/** Statuses whose answers have no body. */
const BODILESS = [204, 205, 304];

/** @param port Port of the frame worker. It adds the source's token itself. */
export function fetchThrough(port: MessagePort): Fetch {
  const frame = new Connection<FetchApi>(port, {
    name: 'facet-fetch',
    errors: {},
  });
  return async (url, { method, headers, signal }) => {
    const range = /^bytes=(\d+)-(\d+)$/.exec(new Headers(headers).get('range') ?? '');
    const head = await frame.call(
      'ask',
      {
        url,
        method: method === 'HEAD' ? 'HEAD' : 'GET',
        range: range === null ? null : [Number(range[1]), Number(range[2])],
      },
      signal ? { signal } : {},
    );
    const { id, status } = head;
    const init = {
      status,
      headers: head.headers.map(([name, value]): [string, string] => [name, value]),
    };
    if (BODILESS.includes(status)) return new Response(null, init);
    return new Response(bodyOf(frame, id, signal ?? undefined), init);
  };
}

function bodyOf(
  frame: Connection<FetchApi>,
  id: number,
  signal: AbortSignal | undefined,
): ReadableStream<Uint8Array> {
  const drop = () => void frame.call('drop', { id }).catch(() => undefined);
  return new ReadableStream({
    start: () => signal?.addEventListener('abort', drop, { once: true }),
    async pull(controller) {
      const bytes = await frame.call('read', { id }, signal === undefined ? {} : { signal });
      if (bytes !== null) return controller.enqueue(bytes);
      signal?.removeEventListener('abort', drop);
      controller.close();
    },
    cancel: drop,
  });
}
