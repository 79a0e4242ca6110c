/** The document's side of frame.ts. */

/**
 * Takes one order, from the page that embeds this document, and no other.
 * @param take Returns whether the order makes sense; until one does, the next is tried.
 */
export function takeOrder<Order>(take: (order: Order, port: MessagePort) => boolean): void {
  window.addEventListener('message', function onPort(event: MessageEvent<Order>) {
    const { source, origin, ports, data } = event;
    const port = ports[0];
    // Works only where the browser has taken the site's storage away, whatever the host sends.
    if (self.origin !== 'null') return;
    // Accepts only its own page, not a site that embeds this document or a window that opened it.
    if (window.parent === window || source !== window.parent) return;
    if (origin !== location.origin || port === undefined) return;
    if (take(data, port)) window.removeEventListener('message', onPort);
  });
}
