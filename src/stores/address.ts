/** Reads the address of a store as a person types it. */
import { isolated } from '../lib/isolate.ts';
import { StoreError } from './types.ts';

/** Most characters of an address. */
const LONGEST = 2000;

/**
 * @returns The address without a slash at its end.
 * @throws StoreError for text that is no address of a server.
 */
export function storeUrl(typed: string): string {
  const text = typed.trim();
  if (text === '') throw new StoreError('asked', 'Enter the address of the store.');
  // "localhost:19530" reads as an address of the scheme "localhost:".
  const whole = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `http://${text}`;
  if (text.length > LONGEST || !URL.canParse(whole)) {
    throw new StoreError(
      'asked',
      `“${isolated(text.slice(0, 60))}” is no address: write it like http://localhost:19530.`,
    );
  }
  const url = new URL(whole);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw new StoreError(
      'asked',
      `A store is asked by http or https, not by ${url.protocol.replace(/:$/, '')}.`,
    );
  }
  if (url.username !== '' || url.password !== '') {
    throw new StoreError('asked', 'Enter the token in its own field, not in the address.');
  }
  if (url.search !== '' || url.hash !== '') {
    throw new StoreError('asked', 'Enter the address without what follows “?” or “#”.');
  }
  // The origin stands in a policy, whose signs no host's name may contain.
  if (!/^[a-z0-9.:[\]_-]+$/i.test(url.host)) {
    throw new StoreError('asked', `${url.host} is no name of a server.`);
  }
  return `${url.origin}${url.pathname}`.replace(/\/+$/, '');
}

/** Whether a token or a query would go over a network in the clear. */
export function isInTheClear(url: string): boolean {
  const { protocol, hostname } = new URL(url);
  return protocol === 'http:' && !isThisMachine(hostname);
}

/** Whether a host is this machine or one of the local network, which Chrome asks the user about. */
export function isLocal(url: string): boolean {
  const { hostname } = new URL(url);
  return (
    isThisMachine(hostname) ||
    hostname.endsWith('.local') ||
    /^(10\.|192\.168\.|169\.254\.|172\.(1[6-9]|2\d|3[01])\.)/.test(hostname) ||
    /^\[(fc|fd|fe80)/.test(hostname)
  );
}

function isThisMachine(hostname: string): boolean {
  return /^(localhost|.*\.localhost|127(\.\d+){3}|\[::1\])$/.test(hostname);
}
