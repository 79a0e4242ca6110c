import type { Plugin } from 'vite';
import { contentSecurityPolicy, servedHeaders } from './security-headers.ts';

/**
 * Puts the content security policy into the built page, so that it holds on static hosts where no
 * header can be set, and writes the `_headers` file for those where one can. The dev server goes
 * without: its hot-reload preamble is an inline script.
 */
export function pagePolicy(): Plugin {
  return {
    name: 'facet:page-policy',
    apply: 'build',
    transformIndexHtml: () => [
      {
        tag: 'meta',
        attrs: { 'http-equiv': 'Content-Security-Policy', content: contentSecurityPolicy },
        injectTo: 'head-prepend',
      },
    ],
    generateBundle() {
      const lines = Object.entries(servedHeaders).map(([name, value]) => `  ${name}: ${value}`);
      this.emitFile({
        type: 'asset',
        fileName: '_headers',
        source: `/*\n${lines.join('\n')}\n`,
      });
    },
  };
}
