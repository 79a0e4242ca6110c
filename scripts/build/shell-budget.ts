import { join, relative } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Plugin } from 'vite';

/** Most bytes, gzipped, of the page's own scripts before anything is embedded. */
const BUDGET = 200_000;

const ROOT = join(import.meta.dirname, '../..');

/** Modules that the page starts with. */
const BEGINNINGS = ['/src/main.ts', '/src/shell/mount.tsx'];

/**
 * Fails the build if the shell exceeds its budget: the page's entry and all its static imports. It excludes
 * workers and what is imported on demand (charts, dialogs of models), and checks that charts are.
 */
export function shellBudget(): Plugin {
  let page = true;
  return {
    name: 'facet:shell-budget',
    apply: 'build',
    configResolved({ root, build }) {
      // The same configuration builds the end-to-end harness from its own folder; code for a profile is not minified.
      page = relative(root, ROOT) === '' && build.minify !== false;
    },
    generateBundle(_options, bundle) {
      if (!page) return;
      const chunks = Object.values(bundle).filter((output) => output.type === 'chunk');
      // The page starts in two scripts: the entry, which starts the engine, and the interface it imports.
      const begins = chunks.filter(({ moduleIds }) =>
        moduleIds.some((id) => BEGINNINGS.some((file) => id.endsWith(file))),
      );
      const shell = new Set<string>();
      const add = (file: string) => {
        const chunk = bundle[file];
        if (chunk?.type !== 'chunk' || shell.has(file)) return;
        shell.add(file);
        chunk.imports.forEach(add);
      };
      if (begins.length < BEGINNINGS.length)
        this.error('the shell budget found no entry of the page');
      for (const { fileName } of begins) add(fileName);
      let bytes = 0;
      for (const file of shell) {
        const chunk = bundle[file]!;
        if (chunk.type !== 'chunk') continue;
        bytes += gzipSync(chunk.code).byteLength;
        const charts = chunk.moduleIds.find((id) => id.includes('/node_modules/plotly.js/'));
        if (charts !== undefined) this.error(`the shell holds the charts: ${charts} is in ${file}`);
      }
      const said = `${(bytes / 1000).toFixed(0)} kB gzipped of ${BUDGET / 1000} kB`;
      if (bytes > BUDGET)
        this.error(`the page's own scripts before the first embedding are ${said}`);
      console.log(`The page's own scripts before the first embedding: ${said}`);
    },
  };
}
