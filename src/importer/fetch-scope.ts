/** Decides which addresses belong to a source: the fetch frame may ask only these. */
import type { ImportSource, NetworkSource } from './types.ts';

/** Whether `url` is a file of the source's model, or the hub's description of it. */
export function isWithin(source: NetworkSource, url: string): boolean {
  if (!URL.canParse(url)) return false;
  const asked = new URL(url);
  return basesOf(source).some(
    (base) =>
      asked.origin === base.origin &&
      asked.pathname.startsWith(base.pathname) &&
      asked.search === base.search &&
      asked.hash === '' &&
      asked.username === '' &&
      asked.password === '',
  );
}

function basesOf(source: NetworkSource): URL[] {
  const bases =
    source.kind === 'url'
      ? [source.url]
      : ['', 'api/models/'].map((path) => `${folder(source.hub)}${path}${source.id}`);
  return bases
    .filter((base) => URL.canParse(base))
    .map((base) => {
      const url = new URL(base);
      url.pathname = folder(url.pathname);
      return url;
    });
}

function folder(path: string): string {
  return path.endsWith('/') ? path : `${path}/`;
}

/** Returns the fields of a network source and no others; null for the user's files, which the page reads itself. */
export function networkSource(source: ImportSource): NetworkSource | null {
  if (source.kind === 'hub') {
    const { kind, id, revision, hub, token } = source;
    return { kind, id, revision, hub, token };
  }
  if (source.kind === 'url') {
    const { kind, url, token } = source;
    return { kind, url, token };
  }
  return null;
}

/** Whether the page may ask for the source's files itself: they lie on its own site. */
export function isOwnSite(source: NetworkSource, origin: string): boolean {
  return basesOf(source).every((base) => base.origin === origin);
}
