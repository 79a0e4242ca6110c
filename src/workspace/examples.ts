/**
 * Example workspaces. Each opens with a lens that finds its labels beside the baseline without instruction, which does
 * not; a third lens asks for something else. All texts were written for Facet, and chosen to show this.
 */
import { BESIDE_BASELINE } from './examples/make.ts';
import { messages } from './examples/messages.ts';
import type { SavedView } from './saved-view.ts';
import type { Workspace } from './workspace.ts';

export interface Example {
  readonly id: string;
  /** Name of the workspace. */
  readonly name: string;
  /** Summary of what the example shows, in one line. */
  readonly summary: string;
  readonly load: () => Promise<Workspace>;
}

/** Origin of an unchanged copy of an example. */
export const exampleOrigin = (id: string) => `example:${id}`;

/** View that an example opens in. */
export const EXAMPLE_VIEW: SavedView = BESIDE_BASELINE;

/** Example that the page opens with. It is in the page's first scripts; the others are loaded. */
export const FIRST_EXAMPLE = { id: 'messages', workspace: messages };

const more = () => import('./examples/more.ts');

export const examples: readonly Example[] = [
  {
    id: FIRST_EXAMPLE.id,
    name: messages.name,
    summary: 'Sixteen messages: what happened, what it is about, what is asked',
    load: async () => messages,
  },
  {
    id: 'feelings',
    name: 'Feelings across topics',
    summary: 'Twenty messages: parcels and banking, or anger and pleasure?',
    load: async () => (await more()).feelings,
  },
  {
    id: 'medical',
    name: 'Medical questions by kind',
    summary: 'Search and cluster questions by their kind, not their disease',
    load: async () => (await more()).medical,
  },
];
