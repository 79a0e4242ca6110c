import { useEffect, useRef } from 'react';
import type { Size } from '../use-size.ts';

/** Longest stretch of drawing in one task, in milliseconds: the rest of a frame is for the page. */
const SLICE_MS = 10;

/**
 * A drawing of many marks. Plotly makes an element of each mark, and a thousand elements hold up
 * the page for a tenth of a second whenever they change; a canvas takes a few milliseconds.
 */
export function Canvas({
  size,
  draw,
  faded = false,
}: {
  readonly size: Size;
  /** Draws in CSS pixels; called again when the function itself is another. A generator is run in slices, one per frame. */
  readonly draw: (context: CanvasRenderingContext2D) => Generator<void> | undefined;
  /** Whether it stands back behind another drawing. */
  readonly faded?: boolean;
}) {
  const element = useRef<HTMLCanvasElement>(null);
  const { width, height } = size;
  useEffect(() => {
    let gone = false;
    const paint = () => {
      const canvas = element.current;
      const context = canvas?.getContext('2d');
      if (gone || canvas === null || context === null || context === undefined) return;
      const ratio = window.devicePixelRatio;
      canvas.width = Math.round(width * ratio);
      canvas.height = Math.round(height * ratio);
      context.setTransform(ratio, 0, 0, ratio, 0, 0);
      const steps = draw(context);
      const slice = () => {
        const end = performance.now() + SLICE_MS;
        while (steps !== undefined && !gone && steps.next().done !== true) {
          if (performance.now() < end) continue;
          requestAnimationFrame(slice);
          return;
        }
      };
      slice();
    };
    paint();
    // Text drawn before its font arrived is drawn again.
    if (document.fonts.status === 'loading') void document.fonts.ready.then(paint);
    return () => {
      gone = true;
    };
  }, [width, height, draw]);
  return (
    <div className="canvas" data-faded={faded || undefined} aria-hidden="true">
      <canvas ref={element} style={{ width, height }} />
    </div>
  );
}
