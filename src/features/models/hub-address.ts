import { HUB, isHubId } from '../../checkpoint/hub.ts';

/** A model on a hub, as a person types or pastes it. */
export interface HubReference {
  readonly id: string;
  /** Revision; null if the pasted text has none. */
  readonly revision: string | null;
  readonly hub: string | null;
}

/**
 * Parses "owner/name", or the address of a model's page: ".../owner/name/tree/revision".
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

/** Reason why the fetch frame's policy refuses an address; null if it does not. */
export function addressProblem(text: string): string | null {
  if (!URL.canParse(text)) return 'This is not an address: give one that begins with https://';
  const { protocol, hostname } = new URL(text);
  const local = hostname === 'localhost' || hostname === '127.0.0.1';
  if (protocol === 'https:' || (protocol === 'http:' && local)) return null;
  return 'Models are fetched over https, or over http from this computer (localhost).';
}
