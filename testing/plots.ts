/** What tests of charts and saved pictures draw: a theme, and texts that look like markup. */
import type { Turn } from '../src/app/panels.ts';
import type { PlacedText } from '../src/app/results.ts';
import type { PlotTheme } from '../src/widgets/plot/theme.ts';

export const plotTheme: PlotTheme = {
  ...{ ink: '#111111', muted: '#666666', line: '#dddddd', surface: '#ffffff', accent: '#2150d6' },
  font: 'Inter',
  scale: ['#ffffff', '#000000'],
  diverging: ['#aa0000', '#bb0000', '#ffffff', '#0000bb', '#0000aa'],
  clusters: ['#0072b2', '#e69f00'],
};

export const item = (
  number: number,
  text: string,
  place: PlacedText['place'] = 'A',
): PlacedText => ({
  id: `${place}${number}`,
  text,
  place,
  number,
});

export const markedUp: readonly PlacedText[] = [
  item(1, '<b>one</b>'),
  item(2, 'two & more'),
  item(3, '<a href="//x">three</a>'),
];

/** A turn that does not wait. */
export const still: Turn = async () => undefined;

/** How often a picture has something. */
export const count = (svg: string, what: RegExp) => [...svg.matchAll(what)].length;
