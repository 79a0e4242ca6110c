/**
 * `npm start`: builds Facet, serves the build with the isolation headers, prints the address and,
 * where there is a desktop, opens it. Options: `--port N`, `--no-open`.
 */
import { parseArgs } from 'node:util';
import { build, preview } from 'vite';

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '4173' },
    'no-open': { type: 'boolean', default: false },
  },
});

const port = Number(values.port);
if (!Number.isInteger(port) || port < 1 || port > 65535) {
  console.error(`--port ${values.port} is not a port number: give one from 1 to 65535.`);
  process.exit(1);
}

await build({ logLevel: 'warn' });
// A busy port is not an error: Vite takes the next free one.
const server = await preview({ preview: { port, open: !values['no-open'] && hasDesktop() } });
const address = server.resolvedUrls?.local[0];
console.log(`\nFacet runs at ${address}\nStop it with Ctrl+C.`);

function hasDesktop(): boolean {
  if (process.env.CI) return false;
  if (process.platform === 'darwin' || process.platform === 'win32') return true;
  return Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
}
