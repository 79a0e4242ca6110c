/** Example workspaces, each with two lenses to compare. All texts were written for Facet. */
import { messages } from './examples/messages.ts';
import type { Workspace } from './workspace.ts';

export interface Example {
  readonly id: string;
  /** Name of the workspace. */
  readonly name: string;
  /** What the example shows, in one line. */
  readonly summary: string;
  readonly load: () => Promise<Workspace>;
}

/** Origin of an unchanged copy of an example. */
export const exampleOrigin = (id: string) => `example:${id}`;

/** Example that the page opens with. It is in the page's first scripts; the others are loaded. */
export const FIRST_EXAMPLE = { id: 'messages', workspace: messages };

const more = () => import('./examples/more.ts');

export const examples: readonly Example[] = [
  {
    id: FIRST_EXAMPLE.id,
    name: messages.name,
    summary: 'Sixteen messages: travel and banking, or cancelling and asking a price?',
    load: async () => messages,
  },
  {
    id: 'similarity',
    name: 'Two domains',
    summary: 'Medicine and finance in the same words: alike, or worlds apart?',
    load: async () => (await more()).twoDomains,
  },
  {
    id: 'retrieval',
    name: 'Search a small corpus',
    summary: 'The passage that answers, or everything about its topic',
    load: async () => (await more()).smallCorpus,
  },
  {
    id: 'clustering',
    name: 'Two topics',
    summary: 'Twenty headlines: two clusters, apart or far apart',
    load: async () => (await more()).twoTopics,
  },
];
