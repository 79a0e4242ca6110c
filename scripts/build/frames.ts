/** The documents beside the page that may reach other sites, each for one purpose. */
import { join } from 'node:path';
import { FRAME_PAGE } from '../../src/importer/frame-page.ts';
import { STORE_PAGE } from '../../src/stores/frame-page.ts';

const SOURCE = join(import.meta.dirname, '../../src');

export interface FrameSpec {
  /** File of the document. */
  readonly page: string;
  /** Its script. */
  readonly script: string;
  /** Script of a worker, which it holds as text; null without one. */
  readonly worker: string | null;
  /** Sources of `connect-src` in its policy. */
  readonly reaches: string;
}

export const FRAMES: readonly FrameSpec[] = [
  {
    page: FRAME_PAGE,
    script: join(SOURCE, 'importer/frame.ts'),
    worker: join(SOURCE, 'importer/fetch-worker.ts'),
    // Plain http is for this machine only, where a mirror may run.
    reaches: 'https: http://localhost:* http://127.0.0.1:*',
  },
  {
    page: STORE_PAGE,
    script: join(SOURCE, 'stores/frame.ts'),
    worker: null,
    // Stores of a local network have no certificate. The document itself narrows this to the one store.
    reaches: 'https: http:',
  },
];

/** The document of an address; undefined for all other files. */
export function frameOf(path: string | undefined): FrameSpec | undefined {
  return FRAMES.find(({ page }) => path?.endsWith(`/${page}`));
}
