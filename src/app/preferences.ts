import { persist } from 'zustand/middleware';
import { createStore } from 'zustand/vanilla';
import { isObject, optionOf } from '../lib/checks.ts';
import type { DeviceChoice } from './models/engine.ts';

export type Theme = 'light' | 'dark' | 'system';

export interface Preferences {
  readonly theme: Theme;
  readonly device: DeviceChoice;
  /** The imported model in use, by its id in the model store; null is the built-in one. */
  readonly model: string | null;
  /** Whether the guided start was done or skipped. */
  readonly guided: boolean;
  /** Ids of the examples whose words were closed. */
  readonly closedWords: readonly string[];
  /** Whether Facet may ask no site for anything, not even for a model. */
  readonly offline: boolean;
  /** Whether vectors are kept in this browser. */
  readonly keepVectors: boolean;
  /** Sizes of the parts of the workbench in percent, by the name of what they divide, then of the part. */
  readonly sizes: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

const STORED_AS = 'facet-preferences';

const DEFAULTS: Preferences = {
  theme: 'system',
  device: 'auto',
  model: null,
  guided: false,
  closedWords: [],
  offline: false,
  keepVectors: true,
  sizes: {},
};

/** Settings a person made for this browser rather than for a workspace. */
export const preferences = createStore<Preferences>()(
  persist((): Preferences => DEFAULTS, {
    name: STORED_AS,
    version: 1,
    merge: (saved) => ({ ...DEFAULTS, ...parsePreferences(saved) }),
  }),
);

/** Closes an example's introduction for good. */
export function closeWords(example: string): void {
  const { closedWords } = preferences.getState();
  if (!closedWords.includes(example)) {
    preferences.setState({ closedWords: [...closedWords, example] });
  }
}

/**
 * Takes over settings from other tabs. This tab writes all preferences together, and would otherwise write back the
 * others as they were when it opened.
 */
export function followPreferences(): void {
  window.addEventListener('storage', ({ key }) => {
    if (key === STORED_AS) void preferences.persist.rehydrate();
  });
}

/** Reads the preferences from saved data, and ignores the rest. */
export function parsePreferences(saved: unknown): Partial<Preferences> {
  if (!isObject(saved)) return {};
  const theme = optionOf(['light', 'dark', 'system'], saved.theme);
  const device = optionOf(['auto', 'webgpu', 'wasm'], saved.device);
  const model = typeof saved.model === 'string' ? saved.model : null;
  const guided = saved.guided === true;
  const closedWords = Array.isArray(saved.closedWords)
    ? saved.closedWords.filter((id) => typeof id === 'string')
    : [];
  const offline = saved.offline === true;
  const sizes = parseSizes(saved.sizes);
  return {
    ...(theme && { theme }),
    ...(Object.keys(sizes).length > 0 && { sizes }),
    ...(device && { device }),
    ...(model && { model }),
    ...(guided && { guided }),
    ...(closedWords.length > 0 && { closedWords }),
    ...(offline && { offline }),
    ...(saved.keepVectors === false && { keepVectors: false }),
  };
}

function parseSizes(saved: unknown): Preferences['sizes'] {
  if (!isObject(saved)) return {};
  return Object.fromEntries(
    Object.entries(saved).flatMap(([name, parts]) => {
      const sizes = isObject(parts) ? Object.entries(parts) : [];
      const sound = sizes.every(([, size]) => typeof size === 'number' && size >= 0 && size <= 100);
      return sound && sizes.length > 0
        ? [[name, Object.fromEntries(sizes) as Record<string, number>]]
        : [];
    }),
  );
}
