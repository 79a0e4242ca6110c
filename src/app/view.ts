import { createStore, type StoreApi } from 'zustand/vanilla';
import type { ListName } from '../workspace/edits.ts';
import type { SavedView } from '../workspace/saved-view.ts';

export type MatrixColour = SavedView['colour'];

/** Place of an item. An id is unique in its list, and may come again in another. */
export interface TextRef {
  readonly list: ListName;
  readonly id: string;
}

/** A condition on the cells of one column; what is null or empty is open. */
export type Filter =
  | {
      readonly kind: 'number' | 'date';
      readonly column: string;
      /** Bounds, both included, as typed: a number, or a day as 2026-01-31. */
      readonly from: string;
      readonly to: string;
    }
  | { readonly kind: 'category' | 'contains'; readonly column: string; readonly text: string };

/** State of the page's view; the workspace keeps its `SavedView` part. */
export interface View extends SavedView {
  /** Lens open for editing; null is the first shown one that has an instruction. */
  readonly openLens: string | null;
  /** Whether no lens is open for editing. */
  readonly editorClosed: boolean;
  /** Name of the panel opened large. */
  readonly large: string | null;
  /** Panels that a person folded (true) or unfolded (false), by name. */
  readonly folds: Readonly<Record<string, boolean>>;
  /** Whether the selected texts are listed. */
  readonly selecting: boolean;
  /** Texts in place of the groups in the matrix, by their wording; null is the groups. */
  readonly matrixOf: readonly string[] | null;
  /** Least cosine of near-duplicates. */
  readonly leastCosine: number;
  /** Query whose ranking is shown; null is the first. */
  readonly query: string | null;
  /** What is ranked where documents were cut into chunks: documents by their best chunk, or each chunk. */
  readonly rankedUnit: 'documents' | 'chunks';
  /** Which documents are ranked, by their columns: those that pass all. */
  readonly filters: readonly Filter[];
  /** Whether dragging on the map selects texts; otherwise it moves the map. */
  readonly lasso: boolean;
  /** Text whose tokens are shown; the first for null or a deleted one. */
  readonly read: TextRef | null;
  /** Whether the left side is open where it is a drawer. */
  readonly drawer: boolean;
  /** Files dropped on the page, until the list of texts takes them. */
  readonly incoming: readonly File[];
  /** Name of the one among them that was to be opened, and is no workspace. */
  readonly opened: string | null;
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
  mapBy: null,
  rankedBy: 'vectors',
  rankedUnit: 'documents',
  filters: [],
  large: null,
  folds: {},
  selecting: false,
  matrixOf: null,
  leastCosine: 0.95,
  query: null,
  lasso: false,
  read: null,
  drawer: false,
  incoming: [],
  opened: null,
}));

/** View of a workspace that has no saved one. */
const FRESH = {
  mapBy: null,
  rankedBy: 'vectors',
  rankedUnit: 'documents',
  filters: [],
  columns: null,
  query: null,
  first: null,
  second: null,
  openLens: null,
  read: null,
  matrixOf: null,
} satisfies Partial<View>;

/** Shows another workspace in its saved view, if there is one. */
export function showView(saved: SavedView | null): void {
  view.setState({ ...FRESH, ...saved });
  clearPin();
}

/** Texts pointed at, the same in every panel. Identified by their wording, wherever they stand. */
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

/** Adds a text to the pinned ones, or removes it. */
export function togglePinOf(text: string): void {
  const { pinned } = highlight.getState();
  highlight.setState({
    pinned: pinned.includes(text) ? pinned.filter((each) => each !== text) : [...pinned, text],
  });
}

/** Pins exactly these texts; with `more`, adds them to the pinned ones. */
export function select(texts: readonly string[], more: boolean): void {
  const { pinned } = highlight.getState();
  highlight.setState({ pinned: [...new Set(more ? [...pinned, ...texts] : texts)] });
}

export function clearPin(): void {
  if (highlight.getState().pinned.length > 0) highlight.setState({ pinned: [] });
}
