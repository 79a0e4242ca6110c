/**
 * Builds the documents that may reach other sites (frames.ts) beside the page. A sandboxed document belongs to no site,
 * and may load no script of one: so it holds its script, whose hash its policy names, and its worker's script as text.
 */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { build, type HtmlTagDescriptor, type Plugin } from 'vite';
import { WORKER_TEXT_ID } from '../../src/importer/frame-page.ts';
import { FRAMES, frameOf } from './frames.ts';
import { framePolicy } from './served-headers.ts';

/** Adds the documents that are there: the bench's pages have none. */
export function fetchFrame(): Plugin {
  return {
    name: 'facet:fetch-frame',
    config({ root = '.' }) {
      const frames = FRAMES.map(({ page }) => resolve(root, page)).filter(existsSync);
      if (frames.length === 0) return;
      return { build: { rolldownOptions: { input: [resolve(root, 'index.html'), ...frames] } } };
    },
    transformIndexHtml: {
      order: 'post',
      async handler(_, { path }) {
        const spec = frameOf(path);
        if (spec === undefined) return [];
        const script = await inline(spec.script);
        const hash = createHash('sha256').update(script).digest('base64');
        const tags: HtmlTagDescriptor[] = [
          {
            tag: 'meta',
            attrs: {
              'http-equiv': 'Content-Security-Policy',
              content: framePolicy(hash, spec.reaches),
            },
            injectTo: 'head-prepend',
          },
        ];
        if (spec.worker !== null) {
          tags.push({
            tag: 'script',
            attrs: { type: 'text/plain', id: WORKER_TEXT_ID },
            children: await inline(spec.worker),
            injectTo: 'body',
          });
        }
        return [...tags, { tag: 'script', children: script, injectTo: 'body' }];
      },
    },
  };
}

/** A script with all that it imports, as one classic script. */
async function inline(entry: string): Promise<string> {
  const [output] = [
    await build({
      configFile: false,
      logLevel: 'warn',
      publicDir: false,
      build: {
        write: false,
        target: 'es2023',
        lib: { entry, formats: ['iife'], name: 'facet' },
      },
    }),
  ].flat();
  if (output === undefined || !('output' in output)) throw new Error(`${entry} was not built`);
  // Would end the element that holds it.
  return output.output[0].code.trim().replaceAll('</script', '<\\/script');
}
