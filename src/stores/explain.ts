/** Finds out why a browser lets no answer of a store through: it tells scripts nothing but that there was none. */
import { isInTheClear, isLocal } from './address.ts';
import { StoreError } from './types.ts';

const PROBE_MS = 5000;

/** @param url Address of the store. Asks it once more, without reading the answer. */
export async function explainBlocked(url: string, error: StoreError): Promise<StoreError> {
  const { host } = new URL(url);
  if (await answersAtAll(url)) {
    return new StoreError(
      'blocked',
      `${host} runs, but does not let this page read its answers (CORS). Let it allow every origin, or the origin "null": for Chroma, cors_allow_origins: ["*"] in the file that “chroma run” is given.`,
      { cause: error },
    );
  }
  if (isLocal(url) && (await isLocalNetworkDenied())) {
    return new StoreError(
      'blocked',
      `The browser does not let Facet reach ${host}: access to devices on the local network was denied. Allow it in the site’s settings, left of the address, and try again.`,
      { cause: error },
    );
  }
  if (location.protocol === 'https:' && isInTheClear(url)) {
    return new StoreError(
      'blocked',
      `A page that came by https cannot reach ${host} by plain http. Give the store a certificate, or open Facet from this computer (npm start).`,
      { cause: error },
    );
  }
  return error;
}

async function answersAtAll(url: string): Promise<boolean> {
  try {
    await fetch(url, {
      mode: 'no-cors',
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
      redirect: 'error',
      cache: 'no-store',
      signal: AbortSignal.timeout(PROBE_MS),
    });
    return true;
  } catch {
    return false;
  }
}

/** Chrome asks before a site reaches the local network; the names of the permission changed over its versions. */
async function isLocalNetworkDenied(): Promise<boolean> {
  for (const name of ['local-network-access', 'loopback-network', 'local-network']) {
    try {
      const { state } = await navigator.permissions.query({ name: name as PermissionName });
      if (state === 'denied') return true;
    } catch {
      // This browser does not know it.
    }
  }
  return false;
}
