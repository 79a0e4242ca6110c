/** The service worker as it is built: for a small page, with the list of all its files and their checksums. */
import { createHash } from 'node:crypto';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'vite';
import { afterAll, expect, test } from 'vitest';
import { offline } from './offline.ts';

const ROOT = join(import.meta.dirname, '../..');
const FOLDER = join(ROOT, '.cache/offline-build');
afterAll(() => rm(FOLDER, { recursive: true, force: true }));

test('lists every file with its checksum and size, and builds the manifest of the page', async () => {
  const outDir = join(FOLDER, 'dist');
  await mkdir(FOLDER, { recursive: true });
  await writeFile(
    join(FOLDER, 'index.html'),
    '<!doctype html><html lang="en"><head><title>x</title></head><body><script type="module" src="./main.js"></script></body></html>',
  );
  await writeFile(join(FOLDER, 'main.js'), 'document.body.append("x");');
  await build({
    configFile: false,
    logLevel: 'error',
    root: ROOT,
    base: './',
    publicDir: false,
    plugins: offline(),
    build: { outDir, emptyOutDir: true, rolldownOptions: { input: join(FOLDER, 'index.html') } },
  });
  const script = await readFile(join(outDir, 'service-worker.js'), 'utf8');
  // One classic script: a module worker would need a newer Firefox.
  expect(script).not.toMatch(/^(import|export) /m);
  const listed = [...script.matchAll(/"?url"?:"([^"]+)"/g)].map((match) => match[1]!);
  const withSums = [
    ...script.matchAll(
      /"?revision"?:"([0-9a-f]{64}:\d+)","?url"?:"([^"]+)"|"?url"?:"([^"]+)","?revision"?:"([0-9a-f]{64}:\d+)"/g,
    ),
  ];
  const sums = new Map(withSums.map(([, a, b, c, d]) => [b ?? c, a ?? d]));
  expect(listed.some((path) => /^assets\/.*\.js$/.test(path))).toBe(true);
  for (const path of sums.keys()) {
    const bytes = await readFile(join(outDir, path!));
    const sum = createHash('sha256').update(bytes).digest('hex');
    expect(sums.get(path), path).toBe(`${sum}:${bytes.byteLength}`);
  }
  expect(sums.size).toBeGreaterThanOrEqual(2);
  expect(listed).not.toContain('service-worker.js');
  const manifest = JSON.parse(await readFile(join(outDir, 'manifest.webmanifest'), 'utf8'));
  expect(manifest).toMatchObject({ name: 'Facet', start_url: './', display: 'standalone' });
  for (const { src } of manifest.icons) {
    expect((await readFile(join(ROOT, 'public', src))).byteLength, src).toBeGreaterThan(100);
  }
});
