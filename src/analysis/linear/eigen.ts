import { EigenvalueDecomposition, Matrix } from 'ml-matrix';
import { seededRandom } from '../../lib/random.ts';
import { type Steps, WORK_PER_STEP } from '../steps.ts';
import { rowDots } from './dot.ts';

export interface EigenPairs {
  /** Eigenvalues, largest first, Float64Array [k]. */
  readonly values: Float64Array;
  /** Eigenvectors of length 1, one a row, Float64Array [k × size]. */
  readonly vectors: Float64Array;
}

/** Size up to which the whole spectrum is computed at once, in some 50 ms. */
const DENSE_SIZE = 160;
/** Vectors in the Krylov basis before a restart. */
const BASIS = 160;
const EXTRA_VECTORS = 8;
const MAX_RESTARTS = 30;
/** Residual ‖Av − λv‖, as a fraction of the largest eigenvalue, at which a pair counts as found. */
const TOLERANCE = 1e-9;
/** The same for a pair among many that only span the space that rows are compared in. */
export const ROUGH_TOLERANCE = 1e-3;

/**
 * Finds the `k` largest eigenvalues of a symmetric positive semidefinite matrix [size × size], with their eigenvectors.
 * Large matrices go through block Krylov subspaces with Rayleigh–Ritz (Musco & Musco 2015), because a full
 * decomposition takes seconds that cannot be interrupted.
 */
export function* topEigenpairs(
  matrix: Float64Array,
  size: number,
  k: number,
  tolerance = TOLERANCE,
): Steps<EigenPairs> {
  if (size <= DENSE_SIZE) return leading(dense(matrix, size), size, k);

  const width = Math.min(size, k + EXTRA_VECTORS);
  const limit = Math.min(size, Math.max(BASIS, 3 * width));
  let block = startingBlock(width, size);
  let pairs: EigenPairs | undefined;
  for (let restart = 0; restart < MAX_RESTARTS; restart++) {
    const basis = new Float64Array(limit * size);
    const images = new Float64Array(limit * size);
    let filled = 0;
    while (filled < limit) {
      const added = orthonormalise(block, basis, filled, limit, size);
      if (added === 0) break;
      for (let row = filled; row < filled + added; row++) {
        yield* multiply(matrix, basis, row, images, size);
      }
      block = images.slice(filled * size, (filled + added) * size);
      filled += added;
    }
    const ritz = yield* rayleighRitz(basis, images, filled, size, width);
    pairs = leading(ritz, size, k);
    if (ritz.residuals.subarray(0, k).every((r) => r <= tolerance * ritz.values[0]!)) break;
    block = ritz.vectors;
    yield (restart + 1) / MAX_RESTARTS;
  }
  return pairs!;
}

function leading({ values, vectors }: EigenPairs, size: number, k: number): EigenPairs {
  return { values: values.slice(0, k), vectors: vectors.slice(0, k * size) };
}

/** Computes the whole spectrum. */
function dense(matrix: Float64Array, size: number): EigenPairs {
  const decomposition = new EigenvalueDecomposition(Matrix.from1DArray(size, size, matrix), {
    assumeSymmetric: true,
  });
  const ascending = decomposition.realEigenvalues;
  const columns = decomposition.eigenvectorMatrix;
  const values = new Float64Array(size);
  const vectors = new Float64Array(size * size);
  for (let rank = 0; rank < size; rank++) {
    const column = size - 1 - rank;
    values[rank] = ascending[column]!;
    for (let row = 0; row < size; row++) vectors[rank * size + row] = columns.get(row, column);
  }
  return { values, vectors };
}

function startingBlock(width: number, size: number): Float64Array {
  const random = seededRandom(1);
  return Float64Array.from({ length: width * size }, () => random() - 0.5);
}

/** Computes images[row] = matrix · basis[row]; the matrix is symmetric, so its rows are its columns. */
function* multiply(
  matrix: Float64Array,
  basis: Float64Array,
  row: number,
  images: Float64Array,
  size: number,
): Steps<void> {
  const block = Math.max(1, Math.floor(WORK_PER_STEP / size));
  for (let from = 0; from < size; from += block) {
    rowDots(
      basis,
      row,
      matrix,
      from,
      Math.min(from + block, size),
      size,
      images,
      row * size + from,
    );
    yield 0;
  }
}

/**
 * Appends the rows of `block` to the orthonormal rows of `basis` (Gram–Schmidt, twice, since one pass loses
 * orthogonality), except those already spanned. Returns how many were added.
 */
function orthonormalise(
  block: Float64Array,
  basis: Float64Array,
  filled: number,
  limit: number,
  size: number,
): number {
  let next = filled;
  const dots = new Float64Array(limit);
  for (let row = 0; row * size < block.length && next < limit; row++) {
    const vector = basis.subarray(next * size, (next + 1) * size);
    vector.set(block.subarray(row * size, (row + 1) * size));
    const before = length(vector);
    for (let pass = 0; pass < 2; pass++) {
      rowDots(vector, 0, basis, 0, next, size, dots, 0);
      for (let j = 0; j < next; j++) {
        for (let c = 0; c < size; c++) vector[c]! -= dots[j]! * basis[j * size + c]!;
      }
    }
    const after = length(vector);
    if (after <= 1e-12 * before) continue;
    for (let c = 0; c < size; c++) vector[c]! /= after;
    next++;
  }
  return next - filled;
}

/** Finds the best `width` eigenpairs within the span of the basis, with their residuals. */
function* rayleighRitz(
  basis: Float64Array,
  images: Float64Array,
  filled: number,
  size: number,
  width: number,
): Steps<EigenPairs & { residuals: Float64Array }> {
  const projected = new Float64Array(filled * filled);
  for (let i = 0; i < filled; i++) {
    rowDots(basis, i, images, 0, filled, size, projected, i * filled);
    yield 0;
  }
  const small = dense(projected, filled);
  const kept = Math.min(width, filled);
  const vectors = new Float64Array(kept * size);
  const residuals = new Float64Array(kept);
  const image = new Float64Array(size);
  for (let pair = 0; pair < kept; pair++) {
    image.fill(0);
    const vector = vectors.subarray(pair * size, (pair + 1) * size);
    for (let j = 0; j < filled; j++) {
      const weight = small.vectors[pair * filled + j]!;
      for (let c = 0; c < size; c++) {
        vector[c]! += weight * basis[j * size + c]!;
        image[c]! += weight * images[j * size + c]!;
      }
    }
    const value = small.values[pair]!;
    residuals[pair] = length(image.map((entry, c) => entry - value * vector[c]!));
    yield 0;
  }
  return { values: small.values.slice(0, kept), vectors, residuals };
}

function length(vector: Float64Array): number {
  let sum = 0;
  for (const entry of vector) sum += entry * entry;
  return Math.sqrt(sum);
}
