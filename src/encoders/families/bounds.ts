/** Bounds of config.json's fields that no real encoder comes near, so that products of two fields stay exact. */
export const WIDTH = { min: 1, max: 1 << 20 };
export const COUNT = { min: 1, max: 1 << 12 };
export const VOCABULARY = { min: 1, max: 1 << 24 };
export const EPSILON = { min: 0, max: 1 };

/** Bounds of the fields of a spec that Facet wrote. */
export const SIZE = { min: 1, max: 2 ** 24 };

/** Tokens: no encoder was trained near this, and attention grows with its square. */
export const MAX_TOKENS = 1 << 16;

/** Choices that are spelt as they are meant. */
export function same<Name extends string>(names: readonly Name[]): Record<Name, Name> {
  return Object.fromEntries(names.map((name) => [name, name])) as Record<Name, Name>;
}
