import type { FacetApp } from './create-app.ts';
import { readableTexts, textRefOf } from './readable-texts.ts';
import { highlight, view } from './view.ts';

/** Keeps vectors and panels up to date with the open workspace, its view and the model that runs. */
export function follow({ workspace, model, embeddings, panels }: FacetApp): void {
  const update = () => {
    if (workspace.getState().restored) panels.update();
  };
  workspace.subscribe((state, before) => {
    if (state.workspace === before.workspace && state.restored === before.restored) return;
    embeddings.schedule();
    update();
  });
  embeddings.store.subscribe((state, before) => {
    if (
      state.version !== before.version ||
      state.error !== before.error ||
      state.cancelled !== before.cancelled
    ) {
      update();
    }
  });
  model.subscribe((state, before) => {
    if (state.status === before.status) return;
    if (state.status === 'ready') embeddings.schedule();
    update();
  });
  view.subscribe((state, before) => {
    const compared =
      state.mode !== before.mode || state.first !== before.first || state.second !== before.second;
    if (compared) {
      embeddings.schedule();
      update();
    } else if (workspace.getState().restored) panels.follow(state, before);
  });
  highlight.subscribe(({ pinned }, before) => {
    if (pinned !== before.pinned && pinned.length > 0) readText(pinned[0]!);
    // Pinned texts are embedded under hidden lenses too; a cancelled run stays cancelled.
    if (pinned !== before.pinned && !embeddings.store.getState().cancelled) embeddings.schedule();
  });

  /** Shows the tokens of the first text with this wording. */
  function readText(text: string): void {
    const item = readableTexts(workspace.getState().workspace).find((each) => each.text === text);
    if (item !== undefined) view.setState({ read: textRefOf(item) });
  }
}
