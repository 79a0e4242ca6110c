let last: Promise<unknown> = Promise.resolve();

/**
 * Runs drawing jobs one per frame, in order, so that two charts that change together do not hold up
 * the page for the time of both. Returns a function that takes the job back if it has not begun.
 */
export function queueDraw(draw: () => unknown): () => void {
  let wanted = true;
  last = last
    .then(() => new Promise((resolve) => requestAnimationFrame(resolve)))
    .then(() => (wanted ? draw() : undefined))
    // A job reports its own failure; the next ones are drawn all the same.
    .catch((error: unknown) => console.error(error));
  return () => {
    wanted = false;
  };
}
