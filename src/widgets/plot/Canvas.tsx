import { useEffect, useRef } from 'react';
import type { Size } from '../use-size.ts';

/**
 * A drawing of many marks. Plotly makes an element of each mark, and a thousand elements hold up
 * the page for a tenth of a second whenever they change; a canvas takes a few milliseconds.
 */
export function Canvas({
  size,
  draw,
}: {
  readonly size: Size;
  /** Draws in CSS pixels; called again when the function itself is another. */
  readonly draw: (context: CanvasRenderingContext2D) => void;
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
      draw(context);
    };
    paint();
    // Text drawn before its font arrived is drawn again.
    if (document.fonts.status === 'loading') void document.fonts.ready.then(paint);
    return () => {
      gone = true;
    };
  }, [width, height, draw]);
  return (
    <div className="canvas" aria-hidden="true">
      <canvas ref={element} style={{ width, height }} />
    </div>
  );
}
