/**
 * Scales `points` about their mean to the spread of `reference`. The scale of Procrustes makes the squared distances
 * least: it would shrink a badly fitting map to a dot.
 */
export function withSpreadOf(reference: Float32Array, points: Float32Array): Float32Array {
  const target = spreadOf(reference).spread;
  const { x, y, spread } = spreadOf(points);
  if (spread === 0) return points;
  const scale = target / spread;
  return points.map((value, i) => {
    const mean = i % 2 === 0 ? x : y;
    return mean + (value - mean) * scale;
  });
}

/** Returns the mean of points [n × 2], and the root of their mean squared distance to it. */
function spreadOf(points: Float32Array): { x: number; y: number; spread: number } {
  const count = Math.max(1, points.length / 2);
  const mean = [0, 0];
  for (const [i, value] of points.entries()) mean[i % 2]! += value / count;
  let squares = 0;
  for (const [i, value] of points.entries()) squares += (value - mean[i % 2]!) ** 2;
  return { x: mean[0]!, y: mean[1]!, spread: Math.sqrt(squares / count) };
}
