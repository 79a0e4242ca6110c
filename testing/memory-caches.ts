/** The Cache API in memory, as far as Facet uses it: keys are addresses with their query. */

class MemoryCache implements Cache {
  private readonly entries = new Map<
    string,
    { readonly bytes: ArrayBuffer; readonly headers: Headers }
  >();

  async match(
    request: RequestInfo | URL,
    options?: CacheQueryOptions,
  ): Promise<Response | undefined> {
    const wanted = addressOf(request);
    for (const [url, { bytes, headers }] of this.entries) {
      const same =
        options?.ignoreSearch === true
          ? url.split('?')[0] === wanted.split('?')[0]
          : url === wanted;
      if (same) return new Response(bytes, { headers });
    }
    return undefined;
  }

  async put(request: RequestInfo | URL, response: Response): Promise<void> {
    const { headers } = response;
    this.entries.set(addressOf(request), { bytes: await response.arrayBuffer(), headers });
  }

  async delete(request: RequestInfo | URL): Promise<boolean> {
    return this.entries.delete(addressOf(request));
  }

  async keys(): Promise<readonly Request[]> {
    return [...this.entries.keys()].map((url) => new Request(url));
  }

  add = refuse;
  addAll = refuse;
  matchAll = refuse;
}

export class MemoryCaches implements CacheStorage {
  private readonly all = new Map<string, MemoryCache>();

  async open(name: string): Promise<Cache> {
    const cache = this.all.get(name) ?? new MemoryCache();
    this.all.set(name, cache);
    return cache;
  }

  async keys(): Promise<string[]> {
    return [...this.all.keys()];
  }

  async delete(name: string): Promise<boolean> {
    return this.all.delete(name);
  }

  has = refuse;
  match = refuse;
}

function addressOf(request: RequestInfo | URL): string {
  return request instanceof Request ? request.url : String(request);
}

function refuse(): never {
  throw new Error('MemoryCaches has no such method: Facet does not use it');
}
