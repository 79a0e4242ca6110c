/**
 * Draws the icons of the installed page into public/icons/: the mark of icons/facet.svg as PNG, whose edges are as smooth as
 * its distance field. `npx tsx scripts/icons.ts`.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { crc32, deflateSync } from 'node:zlib';

const ICONS = join(import.meta.dirname, '../public/icons');
/** Side of the mark's square, and the width of its lines in it. */
const SIDE = 22;
const LINE = 1.4;
const COLOUR = [0x2b, 0x5f, 0xe0] as const;

type Point = readonly [x: number, y: number];
/** The lines of the mark, each from point to point. */
const LINES: readonly (readonly Point[])[] = [
  [
    [6, 3],
    [16, 3],
    [20, 8.5],
    [11, 19.5],
    [2, 8.5],
    [6, 3],
  ],
  [
    [2, 8.5],
    [20, 8.5],
  ],
  [
    [6, 3],
    [8, 8.5],
    [11, 19.5],
    [14, 8.5],
    [16, 3],
  ],
  [
    [8, 8.5],
    [11, 3],
    [14, 8.5],
  ],
];
const SEGMENTS = LINES.flatMap((line) =>
  line.slice(1).map((to, i): readonly [Point, Point] => [line[i]!, to]),
);

await mkdir(ICONS, { recursive: true });
const path = LINES.map((line) => `M${line.map((point) => point.join(' ')).join('L')}`).join('');
await writeFile(
  join(ICONS, 'facet.svg'),
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${SIDE} ${SIDE}" fill="none" stroke="#2b5fe0" stroke-width="${LINE}" stroke-linejoin="round" stroke-linecap="round"><title>Facet</title><path d="${path}"/></svg>\n`,
);
await writeFile(join(ICONS, 'facet-192.png'), png(192, 0.9, false));
await writeFile(join(ICONS, 'facet-512.png'), png(512, 0.9, false));
// Systems cut a circle of 80 % out of a maskable icon.
await writeFile(join(ICONS, 'facet-maskable-512.png'), png(512, 0.56, true));

/** @param share Part of the side that the mark takes. @param ground Whether it stands on white. */
function png(size: number, share: number, ground: boolean): Buffer {
  const scale = (size * share) / SIDE;
  const margin = (size * (1 - share)) / 2;
  const rows = Buffer.alloc(size * (size * 4 + 1));
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      const at: Point = [(x + 0.5 - margin) / scale, (y + 0.5 - margin) / scale];
      const distance = Math.min(...SEGMENTS.map(([from, to]) => distanceTo(at, from, to)));
      const ink = Math.min(1, Math.max(0, (LINE / 2 - distance) * scale + 0.5));
      const pixel = y * (size * 4 + 1) + 1 + x * 4;
      COLOUR.forEach((value, i) => {
        rows[pixel + i] = Math.round(ground ? value * ink + 255 * (1 - ink) : value);
      });
      rows[pixel + 3] = ground ? 255 : Math.round(255 * ink);
    }
  }
  const head = Buffer.alloc(13);
  head.writeUInt32BE(size, 0);
  head.writeUInt32BE(size, 4);
  // Eight bits of red, green, blue and alpha.
  head.set([8, 6], 8);
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(rows, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function distanceTo([x, y]: Point, [ax, ay]: Point, [bx, by]: Point): number {
  const [dx, dy] = [bx - ax, by - ay];
  const along = ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy);
  const t = Math.min(1, Math.max(0, along));
  return Math.hypot(x - ax - t * dx, y - ay - t * dy);
}

function chunk(name: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.byteLength);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}
