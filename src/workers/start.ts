/**
 * Workers under the page's own content security policy. A worker started from an address has the policy
 * that the response carries, so none at all on a host that sends no headers; one started from a blob has
 * its creator's. Texts are in workers, so the promise that they stay here is kept there too.
 */

/** By script; as many as the page has kinds of workers. */
const blobs = new Map<string, string>();

/**
 * @param script The worker's script, as `import … from './x.ts?worker&url'` gives it.
 * @param base The importing module's `import.meta.url`.
 * @param name Shown by developer tools.
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
