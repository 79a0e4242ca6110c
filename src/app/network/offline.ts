/** Offline use, as the page sees it: the stored files, the waiting version, and the switch that shuts out all sites. */
import type { FacetApp } from '../create-app.ts';
import { preferences } from '../preferences.ts';

/** Milliseconds from the loaded model to the storing of the rest: the first panels go first. */
const REST_MS = 2000;

/** Starts the service worker, and keeps it in step with the user's switch. */
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
  // Without its code nothing is stored; the rest of the page works.
  const client = offline.client();
  client.then(
    (started) => started.start(loaded, () => !preferences.getState().offline),
    () => undefined,
  );
  preferences.subscribe((state, before) => {
    if (state.offline === before.offline) return;
    void offline.client().then((started) => started.allowNetwork(!state.offline));
    // A paused import keeps its data.
    if (state.offline) models.pause();
    else void offline.client().then((started) => started.prepare());
  });
}
