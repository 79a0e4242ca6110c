import type { KeptFolder } from './folder.ts';
import { rowsPerPage } from './format.ts';

/** Bytes of pages in memory. */
const LIMIT = 64 * 2 ** 20;

interface Page {
  readonly rows: Float32Array<ArrayBuffer>;
  readonly damaged: ReadonlySet<number>;
}

/** The most recently read pages of kept rows. */
export class PageCache {
  /** Pages, the latest last. */
  readonly #pages = new Map<string, Page>();
  #bytes = 0;

  /** Reads a row; null where its folder or file is gone, or it is damaged. */
  async row({
    folder,
    position,
  }: {
    readonly folder: KeptFolder;
    readonly position: number;
  }): Promise<Float32Array | null> {
    const { dim } = folder;
    const number = Math.floor(position / rowsPerPage(dim));
    const at = (position - number * rowsPerPage(dim)) * dim;
    const key = `${folder.name}/${folder.generation}/${number}`;
    let page = this.#pages.get(key);
    // The last page of a folder grows.
    if (page === undefined || at >= page.rows.length) {
      const read = await folder.page(number).catch(() => null);
      if (read === null || at >= read.rows.length) return null;
      page = { rows: read.rows, damaged: new Set(read.damaged) };
    }
    this.#keep(key, page);
    return page.damaged.has(position) ? null : page.rows.subarray(at, at + dim);
  }

  /** Drops the pages of a folder. */
  drop(folder: string): void {
    for (const key of [...this.#pages.keys()]) {
      if (key.startsWith(`${folder}/`)) this.#delete(key);
    }
  }

  #keep(key: string, page: Page): void {
    this.#delete(key);
    this.#pages.set(key, page);
    this.#bytes += page.rows.byteLength;
    for (const oldest of this.#pages.keys()) {
      if (this.#bytes <= LIMIT || oldest === key) break;
      this.#delete(oldest);
    }
  }

  #delete(key: string): void {
    const page = this.#pages.get(key);
    if (page === undefined) return;
    this.#pages.delete(key);
    this.#bytes -= page.rows.byteLength;
  }
}
