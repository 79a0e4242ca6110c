/** Offline use, as the page sees it: what is stored, the version that waits, and the switch that shuts out all sites. */
import type { FacetApp } from './create-app.ts';
import { preferences } from './preferences.ts';

/** Milliseconds after the model is there before the rest is stored: the first panels come first. */
const REST_MS = 2000;

/** Starts the service worker, and keeps it to the user's switch. */
export function followOffline({ offline, model, models }: FacetApp): void {
  const loaded = new Promise<void>((resolve) => {
    const look = () => {
      if (model.getState().status !== 'ready') return;
      stop();
      setTimeout(resolve, REST_MS);
    };
    const stop = model.subscribe(look);
    look();
  });
  // Without its code nothing is stored, and all else works.
  const client = offline.client();
  client.then(
    (started) => started.start(loaded, () => !preferences.getState().offline),
    () => undefined,
  );
  preferences.subscribe((state, before) => {
    if (state.offline === before.offline) return;
    void offline.client().then((started) => started.allowNetwork(!state.offline));
    // What is done is kept.
    if (state.offline) models.pause();
    else void offline.client().then((started) => started.prepare());
  });
}
