/**
 * The response headers of every file Facet serves, in one spot: the dev server, `npm start`, the
 * end-to-end server and the `_headers` file in the build (read by Netlify and Cloudflare Pages)
 * all take them from here.
 */

/** Cross-origin isolation: without it there is no SharedArrayBuffer and WASM runs one thread. */
export const isolationHeaders: Readonly<Record<string, string>> = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'same-origin',
};

/**
 * The promise that texts stay on the device, kept by the browser: nothing but the page's own origin
 * may be contacted. WASM needs 'wasm-unsafe-eval'; plotly and React write inline styles.
 */
export const contentSecurityPolicy = [
  "default-src 'self'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "worker-src 'self' blob:",
  "connect-src 'self'",
  "img-src 'self' blob: data:",
  "style-src 'self' 'unsafe-inline'",
  "font-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

/**
 * For the document that fetches models from other sites (`src/importer/frame.ts`), and its worker: it may
 * ask any site, and can do nothing else. Plain http only on this machine, where a mirror may run. The
 * promise about texts holds since none are handed to it.
 */
export const framePolicy = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "worker-src 'self' blob:",
  "connect-src 'self' https: http://localhost:* http://127.0.0.1:*",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

/** As a header it can also say who may show the document; browsers ignore that in a `<meta>`. */
const frameHeaderPolicy = `${framePolicy}; frame-ancestors 'self'`;

/**
 * For built pages. The policy is also in the page itself as a `<meta>`, which its workers take over
 * (`src/workers`): it holds where no header can be set.
 */
export const servedHeaders: Readonly<Record<string, string>> = {
  ...isolationHeaders,
  'Content-Security-Policy': contentSecurityPolicy,
};

/** In place of {@link servedHeaders} for the fetch frame. */
export const frameHeaders: Readonly<Record<string, string>> = {
  ...isolationHeaders,
  'Content-Security-Policy': frameHeaderPolicy,
};

/**
 * For files in assets/, whose names change with their content. Chromium keeps the machine code that
 * it makes of the WASM runtime only with a response that is never asked for again: with it a second
 * visit starts in about half the time.
 */
export const assetHeaders: Readonly<Record<string, string>> = {
  'Cache-Control': 'public, max-age=31536000, immutable',
};
