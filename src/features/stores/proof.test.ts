import { expect, it } from 'vitest';
import { seededRandom } from '../../lib/random.ts';
import { type Candidate, measured, verdictOf } from './proof.ts';

const random = seededRandom(3);
const vectors = (count: number) =>
  Array.from({ length: count }, () => Float32Array.from({ length: 64 }, () => random() - 0.5));
const candidate = (name: string): Candidate => ({ name, instruction: `Represent the ${name}: ` });

/** The vectors with noise of this share of their length. */
const noisy = (all: readonly Float32Array[], share: number) =>
  all.map((vector) => {
    const length = Math.hypot(...vector);
    const noise = vectors(1)[0]!;
    const scale = (share * length) / Math.hypot(...noise);
    return vector.map((value, at) => value + scale * noise[at]!);
  });

const stored = vectors(16);

it('names the instruction that gives the stored vectors', () => {
  const verdict = verdictOf([
    measured(candidate('a'), stored, noisy(stored, 0.3)),
    measured(candidate('b'), stored, stored),
    measured(candidate('c'), stored, vectors(16)),
  ]);
  expect(verdict).toMatchObject({ kind: 'made', best: { candidate: { name: 'b' } }, alike: [] });
});

it('keeps to the instruction when weights were rounded', () => {
  // 0.05 of the length is a cosine of 0.99875, as of 8 bits.
  const verdict = verdictOf([
    measured(candidate('a'), stored, noisy(stored, 0.25)),
    measured(candidate('b'), stored, noisy(stored, 0.05)),
  ]);
  expect(verdict).toMatchObject({ kind: 'made', best: { candidate: { name: 'b' } }, alike: [] });
});

it('says which instructions cannot be told apart', () => {
  const verdict = verdictOf([
    measured(candidate('a'), stored, noisy(stored, 0.05)),
    measured(candidate('b'), stored, noisy(stored, 0.05)),
  ]);
  expect(verdict).toMatchObject({ kind: 'made', alike: [{}] });
});

it('does not take a relative, or another model, for the one that runs', () => {
  expect(verdictOf([measured(candidate('a'), stored, noisy(stored, 0.4))]).kind).toBe('near');
  expect(verdictOf([measured(candidate('a'), stored, vectors(16))]).kind).toBe('other');
  // Vectors of zeros have no cosine.
  const zeros = stored.map(() => new Float32Array(64));
  expect(verdictOf([measured(candidate('a'), stored, zeros)]).kind).toBe('other');
});
