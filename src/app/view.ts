import { createStore, type StoreApi } from 'zustand/vanilla';
import type { ListName } from '../workspace/edits.ts';
import type { SavedView } from '../workspace/saved-view.ts';

export type MatrixColour = SavedView['colour'];

/** Where an item stands. An id is unique in its list, and may come again in another. */
export interface TextRef {
  readonly list: ListName;
  readonly id: string;
}

/** How the page is looked at; what of it is a `SavedView` is kept with the workspace. */
export interface View extends SavedView {
  /** The lens open for editing; null is the first that is shown. */
  readonly openLens: string | null;
  /** Whether no lens is open for editing. */
  readonly editorClosed: boolean;
  /** Name of the panel opened large. */
  readonly large: string | null;
  /** The query whose ranking is shown; null is the first. */
  readonly query: string | null;
  /** Whether dragging on the map selects texts; else it moves the map. */
  readonly lasso: boolean;
  /** The text whose tokens are shown; null, or one that is gone, is the first. */
  readonly read: TextRef | null;
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
  lasso: false,
  read: null,
  drawer: false,
  incoming: [],
}));

/** How a workspace is looked at that was not looked at before. */
const FRESH = {
  columns: null,
  query: null,
  first: null,
  second: null,
  openLens: null,
  read: null,
} satisfies Partial<View>;

/** Looks at another workspace: as it was looked at, where that is known. */
export function showView(saved: SavedView | null): void {
  view.setState({ ...FRESH, ...saved });
  clearPin();
}

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

/** Adds a text to those that are pinned, or takes it out. */
export function togglePinOf(text: string): void {
  const { pinned } = highlight.getState();
  highlight.setState({
    pinned: pinned.includes(text) ? pinned.filter((each) => each !== text) : [...pinned, text],
  });
}

/** Pins exactly these texts; with `more`, besides those that are. */
export function select(texts: readonly string[], more: boolean): void {
  const { pinned } = highlight.getState();
  highlight.setState({ pinned: [...new Set(more ? [...pinned, ...texts] : texts)] });
}

export function clearPin(): void {
  if (highlight.getState().pinned.length > 0) highlight.setState({ pinned: [] });
}
