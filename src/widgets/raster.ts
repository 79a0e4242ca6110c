import { element, type Markup } from './svg.ts';
import type { Size } from './use-size.ts';

/** Pixels of a raster for each of the picture's: sharp when it is printed or enlarged. */
const SHARPNESS = 3;

/**
 * A drawing of very many marks as one image of a picture: as elements, 100,000 marks take a browser seconds to read,
 * and a file 20 MB.
 * @param draw Draws in the picture's pixels, and yields between steps.
 * @param turn Awaited after each step.
 * @throws Error if the browser cannot make the image.
 */
export async function rasterAt(
  x: number,
  y: number,
  { width, height }: Size,
  draw: (context: CanvasRenderingContext2D) => Generator<void>,
  turn: () => Promise<void>,
): Promise<Markup> {
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(width * SHARPNESS);
  canvas.height = Math.round(height * SHARPNESS);
  const context = canvas.getContext('2d');
  if (context === null) throw new Error('This browser gives no canvas to draw on.');
  context.scale(SHARPNESS, SHARPNESS);
  for (const _ of draw(context)) await turn();
  const png = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
  if (png === null) throw new Error('This browser could not make the image of the points.');
  return element('image', { x, y, width, height, href: await dataUrl(png) });
}

function dataUrl(blob: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result));
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(blob);
  });
}
