/**
 * `npm start`: builds Facet, serves it with the isolation headers, prints the address and opens it
 * on a desktop. Options: `--port N`, `--no-open`.
 */
import { build, preview } from 'vite';
import { commandLine, wholeNumber } from '../src/cli/command.ts';

const { port, open } = commandLine({
  usage: 'usage: npm start -- [--port 4173] [--no-open]',
  options: {
    port: { type: 'string', default: '4173' },
    'no-open': { type: 'boolean', default: false },
  },
  read: ({ port = '', 'no-open': noOpen }) => ({
    port: wholeNumber('--port', port, 1, 65535),
    open: noOpen !== true && hasDesktop(),
  }),
});

await build({ logLevel: 'warn' });
// Vite takes the next free port if this one is busy.
const server = await preview({ preview: { port, open } });
const address = server.resolvedUrls?.local[0];
console.log(`\nFacet runs at ${address}\nStop it with Ctrl+C.`);

function hasDesktop(): boolean {
  if (process.env.CI) return false;
  if (process.platform === 'darwin' || process.platform === 'win32') return true;
  return Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
}
