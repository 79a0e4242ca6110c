import { expect } from 'vitest';
import { memorySource } from '../src/checkpoint/source.ts';
import type { ByteSource, ModelFolder } from '../src/checkpoint/types.ts';
import { CheckpointError } from '../src/lib/checkpoint-error.ts';

/** Helpers for tests of checkpoints. */

/** Asserts that `attempt` fails with a CheckpointError whose message matches. */
export async function expectCheckpointError(
  attempt: () => unknown,
  message: RegExp,
): Promise<CheckpointError> {
  const error = await Promise.resolve()
    .then(attempt)
    .then(
      () => null,
      (cause: unknown) => cause,
    );
  expect(error).toBeInstanceOf(CheckpointError);
  expect((error as CheckpointError).message).toMatch(message);
  return error as CheckpointError;
}

/** A folder in memory; objects are written as JSON. */
export function memoryFolder(files: Readonly<Record<string, Uint8Array | object>>): ModelFolder {
  return {
    label: 'folder',
    async open(path): Promise<ByteSource | null> {
      const file = files[path];
      if (file === undefined) return null;
      const bytes =
        file instanceof Uint8Array ? file : new TextEncoder().encode(JSON.stringify(file));
      return memorySource(`folder/${path}`, bytes);
    },
  };
}

export type Random = () => number;

/** Random numbers in [0, 1) that depend on the seed alone (mulberry32). */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}
