import { excerpt } from '../../lib/excerpt.ts';
import type { PlotTheme } from '../../widgets/plot/theme.ts';
import type { Size } from '../../widgets/use-size.ts';
import type { PlotView } from '../panel/plot/Plot.tsx';
import { placer } from './canvas.ts';
import { type MapName, namePlaces } from './name-places.ts';

/** Most characters of a name: longer ones would hide the points, and the legend has them in full. */
const MOST_CHARACTERS = 26;

/** Draws names of clusters at their centres, with a rim in the colour of the ground; the largest cluster goes first. */
export function drawMapNames(
  context: CanvasRenderingContext2D,
  names: readonly MapName[],
  {
    theme,
    view,
    size,
  }: { readonly theme: PlotTheme; readonly view: PlotView; readonly size: Size },
): void {
  context.font = `600 11px ${theme.font}`;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.lineJoin = 'round';
  context.lineWidth = 3.5;
  context.strokeStyle = theme.surface;
  context.fillStyle = theme.ink;
  const place = placer(Float32Array.from(names.flatMap(({ x, y }) => [x, y])), view, size);
  const words = names.map(({ text }) => excerpt(text, MOST_CHARACTERS));
  const boxes = words.map((text, i) => {
    const [x, y] = place(i);
    return { x, y, width: context.measureText(text).width };
  });
  for (const [i, at] of namePlaces(boxes, size).entries()) {
    if (at === null) continue;
    context.strokeText(words[i]!, at.x, at.y);
    context.fillText(words[i]!, at.x, at.y);
  }
}
