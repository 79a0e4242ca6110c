/** Steps that the tests of kept vectors share. */
import { createHash } from 'node:crypto';
import type { Page } from '@playwright/test';
import { BUILTIN_MODEL } from '../../src/model-folder/builtin.ts';
import { RECORD_BYTES } from '../../src/vectors/kept/format.ts';
import type { TestServer } from '../server.ts';

export interface AtRest {
  /** By folder and file: hash of the bytes. */
  readonly files: Readonly<Record<string, string>>;
  /** Texts that are committed. */
  readonly texts: number;
}

/**
 * What lies in the private file system, as a page reads it that runs nothing of Facet.
 * @param page Any page of the browser's context: it is sent to a file of the server.
 */
export async function atRest(page: Page, facet: TestServer): Promise<AtRest> {
  await page.goto(new URL(`${BUILTIN_MODEL.source.url}model.json`, facet.url).href);
  const read = await page.evaluate(async () => {
    const files: Record<string, string> = {};
    const root = await navigator.storage.getDirectory();
    const vectors = await root.getDirectoryHandle('vectors', { create: true });
    for await (const [folder, directory] of vectors.entries()) {
      for await (const [name, handle] of (directory as FileSystemDirectoryHandle).entries()) {
        const file = await (handle as FileSystemFileHandle).getFile();
        const bytes = new Uint8Array(await file.arrayBuffer());
        files[`${folder}/${name}`] = Array.from(bytes, (byte) =>
          byte.toString(16).padStart(2, '0'),
        ).join('');
      }
    }
    return files;
  });
  const index = Object.entries(read).filter(([name]) => name.endsWith('/index'));
  return {
    files: Object.fromEntries(
      Object.entries(read)
        .sort()
        .map(([name, hex]) => [name, createHash('sha256').update(hex).digest('hex')]),
    ),
    texts: index.reduce((sum, [, hex]) => sum + Math.floor(hex.length / 2 / RECORD_BYTES), 0),
  };
}

/** Of the last run, as the foot of the page says it: texts embedded, and vectors kept from before. */
export async function lastRun(page: Page): Promise<{ embedded: number; kept: number }> {
  const words = (await page.getByTestId('last-run').textContent({ timeout: 240_000 })) ?? '';
  const number = (pattern: RegExp) => Number(pattern.exec(words)?.[1]?.replace(/,/g, '') ?? 0);
  return {
    embedded: number(/([\d,]+) texts? embedded/),
    kept: number(/([\d,]+) vectors? kept/),
  };
}
