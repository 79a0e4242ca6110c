/** Says why a browser may have let no answer of a store through: it tells scripts nothing but that there was none. */
import { isInTheClear, isLocal } from './address.ts';
import { type StoreAddress, StoreError } from './types.ts';

/** Whether the store runs and only refuses this origin cannot be found out: an isolated document sees no opaque answer. */
export async function explainBlocked(
  { url, kind }: StoreAddress,
  error: StoreError,
): Promise<StoreError> {
  const { host } = new URL(url);
  const because = (words: string) => new StoreError('blocked', words, { cause: error });
  if (isLocal(url) && (await isLocalNetworkDenied())) {
    return because(
      `The browser does not let Facet reach ${host}: access to devices on the local network was denied. Allow it in the site’s settings, left of the address, and try again.`,
    );
  }
  if (location.protocol === 'https:' && isInTheClear(url)) {
    return because(
      `A page that came by https cannot reach ${host} by plain http. Give the store a certificate, or open Facet from this computer (npm start).`,
    );
  }
  const origins =
    kind === 'chroma'
      ? 'with cors_allow_origins: ["*"] in the file that “chroma run” is given'
      : 'Milvus does, a proxy before it may not';
  return because(
    `${host} cannot be reached. Check the address and that the server runs, and try again. If it runs, it must allow every origin, or the origin “null” (CORS): ${origins}.`,
  );
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
