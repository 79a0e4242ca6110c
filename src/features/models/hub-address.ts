import { HUB, isHubId } from '../../checkpoint/hub.ts';

/** What a person types or pastes as a model on a hub. */
export interface HubReference {
  readonly id: string;
  /** Null where it is not part of what was pasted. */
  readonly revision: string | null;
  readonly hub: string | null;
}

/**
 * "owner/name", or the address of a model's page: ".../owner/name/tree/revision".
 * Null for anything else.
 */
export function parseHubReference(text: string): HubReference | null {
  const trimmed = text.trim();
  if (isHubId(trimmed)) return { id: trimmed, revision: null, hub: null };
  if (!/^https?:\/\//.test(trimmed) || !URL.canParse(trimmed)) return null;
  const { origin, pathname } = new URL(trimmed);
  const [owner, name, view, revision] = pathname.split('/').filter(Boolean);
  const id = `${owner}/${name}`;
  if (name === undefined || !isHubId(id)) return null;
  const atRevision = view === 'tree' || view === 'blob' || view === 'resolve';
  return {
    id,
    revision: atRevision && revision !== undefined ? decodeURIComponent(revision) : null,
    hub: origin === HUB ? null : origin,
  };
}

/** Why the fetch frame's policy would refuse this address; null if it would not. */
export function addressProblem(text: string): string | null {
  if (!URL.canParse(text)) return 'This is no address: it begins with https://';
  const { protocol, hostname } = new URL(text);
  const local = hostname === 'localhost' || hostname === '127.0.0.1';
  if (protocol === 'https:' || (protocol === 'http:' && local)) return null;
  return 'Models are fetched over https, or over http from this computer (localhost).';
}
