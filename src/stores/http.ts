/** One request to a store and its answer: time, size, status and form are checked before anything is read from it. */

import pRetry from 'p-retry';
import { isObject, show } from '../lib/checks.ts';
import { DataError } from '../lib/data-error.ts';
import { isAbort, messageOf } from '../lib/errors.ts';
import { isolated } from '../lib/isolate.ts';
import { type StoreAddress, StoreError } from './types.ts';

/** Milliseconds without an answer after which a request is given up. */
const PATIENCE_MS = 30_000;
/** Most bytes of an answer: 1,000 vectors of 4,096 numbers written out are 80 MB. */
const MOST_BYTES = 128 * 2 ** 20;
/** Tries beyond the first, where waiting may help. */
const RETRIES = 2;
const FIRST_WAIT_MS = 300;

/** Statuses of a server that is busy or starts. */
const PASSING = [429, 502, 503, 504];

type Fetch = (url: string, init: RequestInit) => Promise<Response>;

export interface HttpOptions {
  readonly fetch?: Fetch | undefined;
  readonly patienceMs?: number | undefined;
  readonly mostBytes?: number | undefined;
}

/** Asks a store for JSON. @param path Begins with a slash. @param body Sent as JSON by POST; without one, GET. */
export type Ask = (path: string, body?: unknown, signal?: AbortSignal) => Promise<unknown>;

/** Makes the function that asks a store. It follows no redirect: only the confirmed server learns anything. */
export function askerOf({ url, token }: StoreAddress, options: HttpOptions = {}): Ask {
  const base = url.replace(/\/+$/, '');
  const host = new URL(url).host;
  return async (path, body, signal) => {
    const once = () => askOnce(`${base}${path}`, host, token, body, options, signal);
    try {
      return await pRetry(once, {
        retries: RETRIES,
        minTimeout: FIRST_WAIT_MS,
        ...(signal === undefined ? {} : { signal }),
        shouldRetry: ({ error }) => error instanceof Passing,
      });
    } catch (error) {
      signal?.throwIfAborted();
      if (error instanceof Passing) throw error.error;
      if (error instanceof StoreError || isAbort(error)) throw error;
      throw new StoreError('answer', messageOf(error), { cause: error });
    }
  };
}

/** A failure that may pass by itself. */
class Passing extends Error {
  readonly error: StoreError;

  constructor(error: StoreError) {
    super(error.message, { cause: error });
    this.error = error;
  }
}

async function askOnce(
  url: string,
  host: string,
  token: string | null,
  body: unknown,
  { fetch: ask = fetch, patienceMs = PATIENCE_MS, mostBytes = MOST_BYTES }: HttpOptions,
  signal: AbortSignal | undefined,
): Promise<unknown> {
  const late = AbortSignal.timeout(patienceMs);
  const either = signal === undefined ? late : AbortSignal.any([signal, late]);
  try {
    const response = await ask(url, {
      method: body === undefined ? 'GET' : 'POST',
      headers: {
        Accept: 'application/json',
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
        ...(token === null ? {} : { Authorization: `Bearer ${token}` }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
      redirect: 'error',
      cache: 'no-store',
      signal: either,
    });
    const text = new TextDecoder().decode(await readUpTo(response, mostBytes, host));
    if (!response.ok) throw refusal(response.status, text, host);
    return parsed(text, host);
  } catch (error) {
    signal?.throwIfAborted();
    if (error instanceof StoreError || error instanceof Passing) throw error;
    if (late.aborted) {
      const seconds = Math.round(patienceMs / 1000);
      throw new StoreError(
        'silent',
        `${host} did not answer for ${seconds} s. Check that the server runs and is not overloaded, and try again.`,
      );
    }
    // Browsers and Node tell no more of a connection than that there was none.
    throw new Passing(
      new StoreError(
        'blocked',
        `${host} cannot be reached. Check the address and that the server runs, and try again.`,
        { cause: error },
      ),
    );
  }
}

async function readUpTo(response: Response, most: number, host: string): Promise<Uint8Array> {
  const tooLong = () =>
    new StoreError(
      'answer',
      `${host} sent more than ${Math.round(most / 2 ** 20)} MB in one answer. Ask for fewer rows.`,
    );
  if (Number(response.headers.get('content-length') ?? 0) > most) {
    await response.body?.cancel();
    throw tooLong();
  }
  const pieces: Uint8Array[] = [];
  let length = 0;
  const reader = response.body?.getReader();
  for (let next = await reader?.read(); next?.value !== undefined; next = await reader?.read()) {
    length += next.value.byteLength;
    if (length > most) {
      await reader?.cancel();
      throw tooLong();
    }
    pieces.push(next.value);
  }
  const all = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.byteLength;
  }
  return all;
}

function parsed(text: string, host: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new StoreError(
      'answer',
      `${host} answered with something other than JSON (${show(text.slice(0, 60))}). Check the address: it may be another program's.`,
      { cause: error },
    );
  }
}

function refusal(status: number, text: string, host: string): Error {
  const said = saidIn(text);
  if (status === 401 || status === 403) {
    return new StoreError(
      'refused',
      `${host} refuses this request (${status})${said}. Enter a token that may read the collection.`,
    );
  }
  if (status === 404) {
    return new StoreError(
      'missing',
      `${host} has nothing at this address (404)${said}. Check the kind of store, its address and the collection.`,
    );
  }
  const error = new StoreError('failed', `${host} answered ${status}${said}. Try again later.`);
  return PASSING.includes(status) ? new Passing(error) : error;
}

/** The server's own words, shortened: they are data. */
function saidIn(text: string): string {
  try {
    const json: unknown = JSON.parse(text);
    const words = isObject(json) ? (json.message ?? json.error ?? json.detail) : null;
    return typeof words === 'string' ? `: ${quoted(words)}` : '';
  } catch {
    return '';
  }
}

/** Words of a server as part of a sentence. */
export function quoted(words: string): string {
  return `“${isolated(words.slice(0, 200))}”`;
}

/** Reads an answer with the checks of lib/checks. @throws StoreError that names the field at fault. */
export function reading<Value>(what: string, read: () => Value): Value {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof DataError)) throw error;
    throw new StoreError(
      'answer',
      `The store's answer about ${what} is not understood: ${error.message} It may be another version than Facet knows.`,
      { cause: error },
    );
  }
}
