/**
 * Response headers of every file Facet serves, in one place for the dev server, `npm start`, the end-to-end
 * server, and the build's `_headers` file (read by Netlify and Cloudflare Pages).
 */

/** Cross-origin isolation: without it, SharedArrayBuffer is missing and WASM runs one thread. */
export const isolationHeaders: Readonly<Record<string, string>> = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'same-origin',
};

/**
 * Makes the browser keep the promise that texts stay on the device: the page may contact only its own
 * origin. WASM needs 'wasm-unsafe-eval'; plotly and React write inline styles.
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
 * Policy of a document that may reach other sites (frames.ts), and of its worker: it may contact them and do nothing else.
 * @param scriptHash SHA-256 of its one script, base64.
 * @param reaches Sources that it may contact.
 */
export function framePolicy(scriptHash: string, reaches: string): string {
  return [
    "default-src 'none'",
    `script-src 'sha256-${scriptHash}'`,
    'worker-src blob:',
    `connect-src ${reaches}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
}

/** What only a header can say: browsers ignore both in a `<meta>`. The page also sandboxes the frame itself. */
const FRAME_HEADER_POLICY = "sandbox allow-scripts; frame-ancestors 'self'";

/** Keep other sites from showing the page inside theirs, from learning its address, and files from being taken for scripts. */
export const guardHeaders: Readonly<Record<string, string>> = {
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
  // For browsers that know no frame-ancestors.
  'X-Frame-Options': 'SAMEORIGIN',
};

/**
 * Headers of built pages. The page also contains the policy as a `<meta>`, which its workers inherit
 * (`src/workers`), so that it holds where no header can be set.
 */
export const servedHeaders: Readonly<Record<string, string>> = {
  ...isolationHeaders,
  ...guardHeaders,
  'Content-Security-Policy': `${contentSecurityPolicy}; frame-ancestors 'self'`,
};

/** Headers of these documents, in place of {@link servedHeaders}. */
export const frameHeaders: Readonly<Record<string, string>> = {
  ...isolationHeaders,
  ...guardHeaders,
  'Content-Security-Policy': FRAME_HEADER_POLICY,
};

/**
 * Headers of files in assets/, whose names change with their content. Chromium keeps the WASM runtime's
 * machine code only with a response that it never revalidates: this halves the start of a second visit.
 */
export const assetHeaders: Readonly<Record<string, string>> = {
  'Cache-Control': 'public, max-age=31536000, immutable',
};
