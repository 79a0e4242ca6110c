import { createStore, type StoreApi } from 'zustand/vanilla';

/** Number of requests that this page made to other sites; null where the browser does not tell. */
export const foreignRequests: StoreApi<{ readonly count: number | null }> = createStore(() => ({
  count: null as number | null,
}));

/** Counts all requests of the page, including those before this call. */
export function watchRequests(): void {
  if (!PerformanceObserver.supportedEntryTypes.includes('resource')) return;
  foreignRequests.setState({ count: 0 });
  const observer = new PerformanceObserver((list) => {
    const foreign = list.getEntries().filter((entry) => isForeign(entry.name, location.origin));
    if (foreign.length === 0) return;
    foreignRequests.setState(({ count }) => ({ count: (count ?? 0) + foreign.length }));
  });
  observer.observe({ type: 'resource', buffered: true });
}

/** Whether a request to `url` leaves `origin`. `data:` and `blob:` stay in the page. */
export function isForeign(url: string, origin: string): boolean {
  const { protocol, origin: target } = new URL(url, origin);
  return (protocol === 'http:' || protocol === 'https:') && target !== origin;
}
