/**
 * Builds the fetch frame (src/importer/frame.ts) beside the page. A sandboxed document belongs to no site, and may load no
 * script of one: so the document holds its script, whose hash its policy names, and its worker's script as text.
 */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { build, type Plugin } from 'vite';
import { FRAME_PAGE, WORKER_TEXT_ID } from '../../src/importer/frame-page.ts';
import { framePolicy } from './served-headers.ts';

const IMPORTER = join(import.meta.dirname, '../../src/importer');

/** Adds the frame's document, if there is one: the bench's pages have none. */
export function fetchFrame(): Plugin {
  return {
    name: 'facet:fetch-frame',
    config({ root = '.' }) {
      const frame = resolve(root, FRAME_PAGE);
      if (!existsSync(frame)) return;
      return { build: { rolldownOptions: { input: [resolve(root, 'index.html'), frame] } } };
    },
    transformIndexHtml: {
      order: 'post',
      async handler(_, { path }) {
        if (!path.endsWith(`/${FRAME_PAGE}`)) return [];
        const [frame, worker] = await Promise.all([inline('frame.ts'), inline('fetch-worker.ts')]);
        const hash = createHash('sha256').update(frame).digest('base64');
        return [
          {
            tag: 'meta',
            attrs: { 'http-equiv': 'Content-Security-Policy', content: framePolicy(hash) },
            injectTo: 'head-prepend',
          },
          {
            tag: 'script',
            attrs: { type: 'text/plain', id: WORKER_TEXT_ID },
            children: worker,
            injectTo: 'body',
          },
          { tag: 'script', children: frame, injectTo: 'body' },
        ];
      },
    },
  };
}

/** An entry of the importer with all that it imports, as one classic script. */
async function inline(entry: string): Promise<string> {
  const [output] = [
    await build({
      configFile: false,
      logLevel: 'warn',
      publicDir: false,
      build: {
        write: false,
        target: 'es2023',
        lib: { entry: join(IMPORTER, entry), formats: ['iife'], name: 'facet' },
      },
    }),
  ].flat();
  if (output === undefined || !('output' in output)) throw new Error(`${entry} was not built`);
  // Would end the element that holds it.
  return output.output[0].code.trim().replaceAll('</script', '<\\/script');
}
