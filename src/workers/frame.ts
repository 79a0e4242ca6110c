/**
 * Opens sandboxed documents, each for one purpose, whose policy lets them reach other sites so that the page itself need
 * not (docs/decisions/0005-models-through-a-frame.md).
 */

/** Milliseconds that a document may take to start. */
const START_MS = 20_000;

export interface FrameOptions<Order> {
  /** File of the document, beside the page. */
  readonly page: string;
  /** What it is for, to assistive technology and developer tools. */
  readonly title: string;
  /** Features that the browser asks the user about, as in the attribute `allow`. */
  readonly allow?: string;
  /** Sent once, with a port. */
  readonly order: Order;
  /** Makes the error of a document that does not start. */
  readonly failure: (page: string) => Error;
}

export interface Frame {
  readonly port: MessagePort;
  close(): void;
}

/** Starts the document, and waits for the first message through the port. @throws `failure`'s error. */
export async function openFrame<Order>({
  page,
  title,
  allow,
  order,
  failure,
}: FrameOptions<Order>): Promise<Frame> {
  const address = new URL(page, document.baseURI).href;
  const credentialless = await isIsolatedHere(address);
  const { port1: port, port2 } = new MessageChannel();
  const frame = document.createElement('iframe');
  frame.hidden = true;
  frame.title = title;
  // Without "allow-same-origin": the document belongs to no site, so this one's storage is closed to it.
  frame.setAttribute('sandbox', 'allow-scripts');
  if (allow !== undefined) frame.setAttribute('allow', allow);
  if (credentialless) frame.setAttribute('credentialless', '');
  frame.src = address;
  const close = () => frame.remove();
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      close();
      reject(failure(page));
    }, START_MS);
    port.onmessage = () => {
      port.onmessage = null;
      clearTimeout(timer);
      resolve({ port, close });
    };
    frame.onload = () => {
      // A document of no site has no origin to name.
      frame.contentWindow?.postMessage(order, '*', [port2]);
    };
    document.body.append(frame);
  });
}

/**
 * Whether only the service worker isolates the page. It cannot give its headers to the frame's document, and a browser
 * shows none without them, unless it is credentialless. Elsewhere the document may need a cookie: a host may ask for a
 * login.
 */
async function isIsolatedHere(address: string): Promise<boolean> {
  if (!crossOriginIsolated || !navigator.serviceWorker?.controller) return false;
  // The service worker lets a HEAD pass: these are the host's own headers.
  const answer = await fetch(address, { method: 'HEAD' }).catch(() => null);
  return answer !== null && !answer.headers.has('Cross-Origin-Embedder-Policy');
}
