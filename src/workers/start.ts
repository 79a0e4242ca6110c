/**
 * Starts workers under the page's own content security policy. A worker started from an address has the
 * policy of its response: none on a host that sends no headers. A worker started from a blob has its
 * creator's policy. Workers hold texts, so the promise that texts stay here depends on this.
 */

/** Blob addresses by script; the page has as many as kinds of workers. */
const blobs = new Map<string, string>();

/**
 * @param script The worker's script, as `import … from './x.ts?worker&url'` gives it.
 * @param base The importing module's `import.meta.url`.
 * @param name Name for developer tools.
 */
export function startModuleWorker(script: string, base: string, name: string): Worker {
  const { href } = new URL(script, base);
  let blob = blobs.get(href);
  if (blob === undefined) {
    const bootstrap = new Blob([`import ${JSON.stringify(href)};`], { type: 'text/javascript' });
    blob = URL.createObjectURL(bootstrap);
    blobs.set(href, blob);
  }
  return new Worker(`${blob}#${name}`, { type: 'module', name });
}
