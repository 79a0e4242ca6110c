/** Distribution function of the standard normal, by the series of Marsaglia (2004); within 1e-15. */
export function normalCdf(z: number): number {
  if (z < -38) return 0;
  if (z > 38) return 1;
  // Far out the terms cancel: there the continued fraction of Mills' ratio is exact.
  if (Math.abs(z) > 4) {
    let ratio = 0;
    for (let i = 120; i > 0; i--) ratio = i / (Math.abs(z) + ratio);
    const tail = density(z) / (Math.abs(z) + ratio);
    return z < 0 ? tail : 1 - tail;
  }
  let sum = z;
  let term = z;
  for (let i = 3; sum + term !== sum; i += 2) {
    term *= (z * z) / i;
    sum += term;
  }
  return 0.5 + sum * density(z);
}

/** Quantile of the standard normal: the inverse of `normalCdf`, by Halley's steps; ±Infinity at 0 and 1. */
export function normalQuantile(p: number): number {
  if (p <= 0) return Number.NEGATIVE_INFINITY;
  if (p >= 1) return Number.POSITIVE_INFINITY;
  // Starts from the tail's leading term, on which the steps converge within a handful.
  const tail = Math.min(p, 1 - p);
  const root = Math.sqrt(-2 * Math.log(tail));
  let z = -(root - (2.30753 + 0.27061 * root) / (1 + root * (0.99229 + root * 0.04481)));
  for (let step = 0; step < 8; step++) {
    const u = (normalCdf(z) - tail) / density(z);
    const next = z - u / (1 + (u * z) / 2);
    if (Math.abs(next - z) < 1e-15 * Math.abs(z)) break;
    z = next;
  }
  return p < 0.5 ? z : -z;
}

function density(z: number): number {
  return Math.exp(-0.5 * z * z) / Math.sqrt(2 * Math.PI);
}
