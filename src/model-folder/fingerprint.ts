/** Fingerprint of a model: stands for its weights, tokenizer and rules of reading, which all change vectors. */

import { sha256 } from '../lib/sha256.ts';
import type { Model } from './format.ts';

/** Fingerprints a model that was never stored, and so has no checksums yet. */
export async function fingerprintOfMemory(model: Model): Promise<string> {
  const { tokenizerJson, tokenizerConfig, tensors } = model;
  const json = JSON.stringify([tokenizerJson, tokenizerConfig, [...tensors.keys()]]);
  const sums = [await sha256(new TextEncoder().encode(json))];
  for (const { data } of tensors.values()) sums.push(await sha256(data as Uint8Array<ArrayBuffer>));
  return fingerprintOf(sums, model);
}

/** @param sums SHA-256 of all its parts. They are equally long, so that none runs into the next. */
export async function fingerprintOf(
  sums: readonly string[],
  { spec, precision, input }: Pick<Model, 'spec' | 'precision' | 'input'>,
): Promise<string> {
  const content = sums.join('') + JSON.stringify([precision, spec, input]);
  // Web Crypto is absent outside secure contexts.
  if (globalThis.crypto?.subtle === undefined) return content;
  return sha256(new TextEncoder().encode(content));
}
