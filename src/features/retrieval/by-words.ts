/** Rankings by words, and fused with those by vectors: fetched when they are first asked for. */
export { fuse } from '../../search/fuse.ts';

import { Words } from '../../search/words/client.ts';

/** The worker keeps one list of documents, so the page has one. */
export const words: Words = new Words();
