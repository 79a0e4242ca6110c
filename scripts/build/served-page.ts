import type { OutgoingHttpHeaders } from 'node:http';
import type { Plugin } from 'vite';
import { assetHeaders, contentSecurityPolicy, servedHeaders } from './served-headers.ts';

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
      const rule = (path: string, headers: Readonly<Record<string, string>>) =>
        `${path}\n${Object.entries(headers)
          .map(([name, value]) => `  ${name}: ${value}\n`)
          .join('')}`;
      this.emitFile({
        type: 'asset',
        fileName: '_headers',
        source: rule('/*', servedHeaders) + rule('/assets/*', assetHeaders),
      });
    },
  };
}

/**
 * Names the interface's script in the built page, so that it is fetched with the first script and
 * not after it has run.
 */
export function interfacePreload(): Plugin {
  return {
    name: 'facet:interface-preload',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler(_, { bundle, chunk: entry }) {
        // The harness and the bench are built with the same plugins, and have no interface.
        if (!entry?.moduleIds.some((id) => id.endsWith('/src/main.ts'))) return [];
        const chunk = Object.values(bundle ?? {}).find(
          (file) => file.type === 'chunk' && file.facadeModuleId?.endsWith('/src/ui/mount.tsx'),
        );
        if (chunk === undefined)
          throw new Error('The interface, src/ui/mount.tsx, is no chunk of its own.');
        return [
          {
            tag: 'link',
            attrs: { rel: 'modulepreload', crossorigin: true, href: `./${chunk.fileName}` },
            injectTo: 'head',
          },
        ];
      },
    },
  };
}

/** Makes Vite's preview server send {@link assetHeaders}, which its options can't: it sets its own. */
export function assetCaching(): Plugin {
  return {
    name: 'facet:asset-caching',
    configurePreviewServer({ middlewares }) {
      middlewares.use((request, response, next) => {
        if (request.url?.startsWith('/assets/')) {
          const writeHead = response.writeHead.bind(response);
          response.writeHead = ((status: number, headers?: OutgoingHttpHeaders) =>
            writeHead(status, {
              ...headers,
              ...(status < 400 ? assetHeaders : {}),
            })) as typeof response.writeHead;
        }
        next();
      });
    },
  };
}
