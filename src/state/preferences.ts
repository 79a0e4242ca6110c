import { persist } from 'zustand/middleware';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { DeviceChoice } from './engine.ts';

export type Theme = 'light' | 'dark' | 'system';

export interface Preferences {
  readonly theme: Theme;
  readonly device: DeviceChoice;
  /** The imported model in use, by its id in the model store; null is the built-in one. */
  readonly model: string | null;
  /** Whether the guided start was done or skipped. */
  readonly guided: boolean;
}

/** What a person set about this browser rather than about a workspace. */
export const preferences: StoreApi<Preferences> = createStore<Preferences>()(
  persist(
    (): Preferences => ({
      theme: 'system',
      device: 'auto',
      model: null,
      guided: false,
    }),
    {
      name: 'facet-preferences',
      version: 1,
      merge: (saved, current) => ({ ...current, ...parsePreferences(saved) }),
    },
  ),
);

/** The preferences among what was saved; anything else there is ignored. */
export function parsePreferences(saved: unknown): Partial<Preferences> {
  if (typeof saved !== 'object' || saved === null) return {};
  const theme = 'theme' in saved ? oneOf(saved.theme, ['light', 'dark', 'system'] as const) : null;
  const device =
    'device' in saved ? oneOf(saved.device, ['auto', 'webgpu', 'wasm'] as const) : null;
  const model = 'model' in saved && typeof saved.model === 'string' ? saved.model : null;
  const guided = 'guided' in saved && saved.guided === true;
  return {
    ...(theme && { theme }),
    ...(device && { device }),
    ...(model && { model }),
    ...(guided && { guided }),
  };
}

function oneOf<T extends string>(value: unknown, allowed: readonly T[]): T | null {
  return allowed.find((candidate) => candidate === value) ?? null;
}
