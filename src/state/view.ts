import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Mode } from './comparison.ts';
import type { Group } from './edits.ts';

export type PanelName = 'similarity' | 'map' | 'retrieval' | 'tokens';

/**
 * What the colours of the matrix stand for: the cosine over the values there are, the cosine over
 * all that it can be, its rank, or its deviation from the means of its row and column.
 */
export const MATRIX_COLOURS = ['value', 'unit', 'rank', 'deviation'] as const;
export type MatrixColour = (typeof MATRIX_COLOURS)[number];

/** How the page is looked at: not part of the workspace, not kept. */
export interface View {
  readonly mode: Mode;
  /** Ids of the lenses chosen to look through; null, or one that is off, takes the first that is on. */
  readonly first: string | null;
  readonly second: string | null;
  /** The lens open for editing; null is the first that is shown. */
  readonly openLens: string | null;
  /** Whether no lens is open for editing. */
  readonly editorClosed: boolean;
  /** Columns of the similarity matrix; null follows the workspace: B where there is one. */
  readonly columns: Group | null;
  readonly colour: MatrixColour;
  /** Whether the list of texts shows the classes people gave. */
  readonly labels: boolean;
  /** What the colours of the map stand for; labels only where there are two of them. */
  readonly mapColour: 'clusters' | 'labels';
  /** The panel opened large. */
  readonly large: PanelName | null;
  /** The query whose ranking is shown; null is the first. */
  readonly query: string | null;
  /** Id of the text whose tokens are shown; null, or one that is gone, is the first. */
  readonly read: string | null;
  /** Whether the left side is open where it is a drawer. */
  readonly drawer: boolean;
  /** Files dropped on the page, until the list of texts takes them. */
  readonly incoming: readonly File[];
}

export const view: StoreApi<View> = createStore<View>()(() => ({
  mode: 'one',
  first: null,
  second: null,
  openLens: null,
  editorClosed: false,
  columns: null,
  colour: 'value',
  labels: false,
  mapColour: 'clusters',
  large: null,
  query: null,
  read: null,
  drawer: false,
  incoming: [],
}));

/** Texts pointed at, the same in every panel. A text is meant by its wording, wherever it stands. */
export interface Highlight {
  readonly hovered: readonly string[];
  readonly pinned: readonly string[];
}

export const highlight: StoreApi<Highlight> = createStore<Highlight>()(() => ({
  hovered: [],
  pinned: [],
}));

export function hover(texts: readonly string[]): void {
  const { hovered } = highlight.getState();
  if (hovered.length === texts.length && hovered.every((text, i) => text === texts[i])) return;
  highlight.setState({ hovered: texts });
}

/** Pins texts; pins nothing when exactly these are pinned already. */
export function togglePin(texts: readonly string[]): void {
  const { pinned } = highlight.getState();
  const same = pinned.length === texts.length && texts.every((text) => pinned.includes(text));
  highlight.setState({ pinned: same ? [] : texts });
}

export function clearPin(): void {
  if (highlight.getState().pinned.length > 0) highlight.setState({ pinned: [] });
}
