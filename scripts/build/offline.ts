/** Builds the service worker (src/offline) with the list of all files it stores, and the manifest that installs Facet. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import type { Plugin, UserConfig } from 'vite';
import { VitePWA } from 'vite-plugin-pwa';

const ICON = (size: number, purpose: 'any' | 'maskable') => ({
  src: `icons/facet-${purpose === 'any' ? '' : 'maskable-'}${size}.png`,
  sizes: `${size}x${size}`,
  type: 'image/png',
  purpose,
});

const ROOT = join(import.meta.dirname, '../..');

export function offline(): Plugin[] {
  /** Built folder, absolute: a benchmark builds the page into one of its own. */
  let outDir = '';
  const place: Plugin = {
    name: 'facet:offline-place',
    configResolved({ root, build }) {
      outDir = resolve(root, build.outDir);
    },
  };
  const pwa = VitePWA({
    strategies: 'injectManifest',
    srcDir: 'src/offline',
    filename: 'service-worker.ts',
    // The page registers it (src/offline/client.ts), and never on the development server.
    injectRegister: false,
    includeManifestIcons: false,
    injectManifest: {
      globPatterns: ['**/*'],
      globIgnores: ['_headers', 'service-worker.js', '**/*.map', '**/README.md', '**/LICENSE'],
      maximumFileSizeToCacheInBytes: 64 * 2 ** 20,
      rollupFormat: 'iife',
      manifestTransforms: [
        async (entries) => ({
          manifest: await Promise.all(
            entries.map(async (entry) => {
              const bytes = await readFile(join(outDir, entry.url));
              const sum = createHash('sha256').update(bytes).digest('hex');
              return { ...entry, revision: `${sum}:${bytes.byteLength}` };
            }),
          ),
        }),
      ],
    },
    manifest: {
      id: './',
      name: 'Facet',
      short_name: 'Facet',
      description:
        'Instruction-finetuned text embeddings on your own device: similarity, clusters and retrieval.',
      start_url: './',
      scope: './',
      display: 'standalone',
      background_color: '#ffffff',
      theme_color: '#2b5fe0',
      categories: ['productivity', 'utilities'],
      icons: [
        { src: 'icons/facet.svg', sizes: 'any', type: 'image/svg+xml' },
        ICON(192, 'any'),
        ICON(512, 'any'),
        ICON(512, 'maskable'),
      ],
    },
  });
  // The same configuration builds the end-to-end harness from its own folder.
  const isPage = ({ root = ROOT }: UserConfig) => relative(root, ROOT) === '';
  return [place, ...pwa].map((plugin) => ({
    ...plugin,
    apply: (config, { command }) =>
      isPage(config) && (typeof plugin.apply !== 'string' || plugin.apply === command),
  }));
}
