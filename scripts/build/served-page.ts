import type { OutgoingHttpHeaders, ServerResponse } from 'node:http';
import type { Plugin } from 'vite';
import { FRAMES, frameOf } from './frames.ts';
import {
  assetHeaders,
  contentSecurityPolicy,
  frameHeaders,
  guardHeaders,
  isolationHeaders,
  servedHeaders,
} from './served-headers.ts';

/**
 * Puts the content security policy into the built pages, so that it holds on static hosts without headers,
 * and writes the `_headers` file for hosts with them. The dev server has no policy, because its hot-reload
 * preamble is an inline script.
 */
export function pagePolicy(): Plugin {
  return {
    name: 'facet:page-policy',
    apply: 'build',
    transformIndexHtml: (_, { path }) =>
      // The frames have their own (fetch-frame.ts).
      frameOf(path) !== undefined
        ? []
        : [
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
      const page = { 'Content-Security-Policy': servedHeaders['Content-Security-Policy']! };
      const frame = { 'Content-Security-Policy': frameHeaders['Content-Security-Policy']! };
      // Each path has one rule: hosts join the values of two, and a browser then enforces both policies.
      // Hosts with clean addresses serve x.html as x.
      this.emitFile({
        type: 'asset',
        fileName: '_headers',
        source: [
          rule('/*', { ...isolationHeaders, ...guardHeaders }),
          rule('/', page),
          rule('/index.html', page),
          ...FRAMES.flatMap(({ page: document }) => [
            rule(`/${document}`, frame),
            rule(`/${document.replace('.html', '')}`, frame),
          ]),
          rule('/service-worker.js', page),
          rule('/assets/*', { ...page, ...assetHeaders }),
        ].join(''),
      });
    },
  };
}

/**
 * Names the interface's script in the built page, so that it is fetched together with the first script
 * rather than after it has run.
 */
export function interfacePreload(): Plugin {
  return {
    name: 'facet:interface-preload',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler(_, { bundle, chunk: entry }) {
        // The same plugins build the harness and the bench, which have no interface.
        if (!entry?.moduleIds.some((id) => id.endsWith('/src/main.ts'))) return [];
        const chunk = Object.values(bundle ?? {}).find(
          (file) =>
            file.type === 'chunk' &&
            file.moduleIds.some((id) => id.endsWith('/src/shell/mount.tsx')),
        );
        if (chunk === undefined)
          throw new Error('The interface, src/shell/mount.tsx, is not a separate chunk.');
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

/** Makes Vite's preview server send {@link assetHeaders}, which its options cannot: it sets its own. */
export function assetCaching(): Plugin {
  return {
    name: 'facet:asset-caching',
    configurePreviewServer({ middlewares }) {
      middlewares.use((request, response, next) => {
        if (request.url?.startsWith('/assets/')) {
          onHead(response, (status) => (status < 400 ? assetHeaders : {}));
        }
        next();
      });
    },
  };
}

/** Makes the preview server send the frames' own policy with them. */
export function frameHeading(): Plugin {
  return {
    name: 'facet:frame-heading',
    configurePreviewServer({ middlewares }) {
      middlewares.use((request, response, next) => {
        if (frameOf(request.url?.split('?')[0]) !== undefined) onHead(response, () => frameHeaders);
        next();
      });
    },
  };
}

/** Adds headers as the head is written, replacing those set before. */
function onHead(
  response: ServerResponse,
  added: (status: number) => Readonly<Record<string, string>>,
): void {
  const writeHead = response.writeHead.bind(response);
  response.writeHead = ((status: number, headers?: OutgoingHttpHeaders) =>
    writeHead(status, { ...headers, ...added(status) })) as typeof response.writeHead;
}
