import type { Saver } from './saver.ts';

/** Stores unstored edits when the page is hidden or goes away, and warns if that failed. */
export function saveOnLeaving(saver: Saver): void {
  const save = () => {
    saver.keepInJournal();
    void saver.flush();
  };
  window.addEventListener('pagehide', save);
  // The last event that a page on a phone gets: it may be ended while it is hidden.
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden') save();
  });
  window.addEventListener('beforeunload', (event) => {
    if (saver.atRisk) event.preventDefault();
  });
}
