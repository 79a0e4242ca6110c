import { afterEach, expect, test, vi } from 'vitest';
import { createStore } from 'zustand/vanilla';
import { Offline, type OfflineState } from './client.ts';

afterEach(() => {
  vi.unstubAllGlobals();
  vi.unstubAllEnvs();
});

/** A worker that goes through its states when the test says so. */
class StandInWorker extends EventTarget {
  postMessage(): void {}
}

/** A page whose browser has this registration. */
function startPage(registration: object, active: EventTarget) {
  vi.stubEnv('PROD', true);
  vi.stubGlobal('document', { baseURI: 'https://facet.example/' });
  vi.stubGlobal('window', new EventTarget());
  vi.stubGlobal('crossOriginIsolated', true);
  const serviceWorker = Object.assign(new EventTarget(), {
    register: async () => registration,
    ready: Promise.resolve({ active }),
  });
  vi.stubGlobal('navigator', { serviceWorker });
  const state = createStore<OfflineState>()(() => ({
    stored: { kind: 'unavailable' },
    update: false,
  }));
  void new Offline(state).start(Promise.resolve(), () => true);
  return state;
}

test('a version that was on its way before the page asked is announced when it waits, as later ones are', async () => {
  for (const begun of [true, false]) {
    const [active, next] = [new StandInWorker(), new StandInWorker()];
    const registration = Object.assign(new EventTarget(), {
      active,
      installing: begun ? next : null,
      waiting: null as EventTarget | null,
    });
    const state = startPage(registration, active);
    await expect.poll(() => state.getState().stored.kind).toBe('waiting');
    await new Promise((resolve) => setTimeout(resolve));
    if (!begun) {
      registration.installing = next;
      registration.dispatchEvent(new Event('updatefound'));
    }
    expect(state.getState().update).toBe(false);
    Object.assign(registration, { installing: null, waiting: next });
    next.dispatchEvent(new Event('statechange'));
    expect(state.getState().update, begun ? 'begun before' : 'begun after').toBe(true);
  }
});
