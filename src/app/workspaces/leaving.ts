import type { Saver } from './saver.ts';

/** Stores what is not stored yet when the page is hidden or goes away, and warns where it could not be. */
export function saveOnLeaving(saver: Saver): void {
  const save = () => {
    saver.keepInJournal();
    void saver.flush();
  };
  window.addEventListener('pagehide', save);
  // The last that a page on a phone hears, which may be ended while it is hidden.
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden') save();
  });
  window.addEventListener('beforeunload', (event) => {
    if (saver.atRisk) event.preventDefault();
  });
}
