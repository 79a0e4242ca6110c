/** SVG as text. Content between the tags is data: it is escaped and never becomes markup. */

/** Markup made by this module. */
export type Markup = string & { readonly __markup: true };

/** Mean width of a character in units of the font's size; decides where a text is cut. */
const WIDTH_OF_CHARACTER = 0.56;

type Attributes = Readonly<Record<string, string | number>>;

/** An element with its attributes and children. Numbers are rounded to hundredths. */
export function element(name: string, attributes: Attributes, ...children: Markup[]): Markup {
  const written = Object.entries(attributes)
    .map(([key, value]) => ` ${key}="${escaped(typeof value === 'number' ? round(value) : value)}"`)
    .join('');
  return `<${name}${written}${children.length === 0 ? '/>' : `>${children.join('')}</${name}>`}` as Markup;
}

/** Characters as escaped data. */
function characters(text: string): Markup {
  return escaped(text) as Markup;
}

/** A line of text at a place, cut to `room` pixels with an ellipsis; whole without it. */
export function textAt(
  x: number,
  y: number,
  text: string,
  { room = Number.POSITIVE_INFINITY, ...attributes }: Attributes & { readonly room?: number } = {},
): Markup {
  const size = Number(attributes['font-size'] ?? 12);
  const most = Math.max(1, Math.floor(room / (size * WIDTH_OF_CHARACTER)));
  const line = text.replaceAll(/\s+/g, ' ').trim();
  const points = [...line];
  const shown = points.length > most ? `${points.slice(0, most - 1).join('')}…` : line;
  return element('text', { x, y, 'font-size': size, ...attributes }, characters(shown));
}

/** Content of a picture. Lengths are in pixels. */
export interface Picture {
  readonly title: string;
  /** Under the title: lens, instruction, model. */
  readonly notes: readonly string[];
  readonly width: number;
  readonly height: number;
  readonly body: readonly Markup[];
}

/** Colours and fonts of a picture. */
export interface Ink {
  readonly ink: string;
  readonly muted: string;
  readonly surface: string;
  readonly font: string;
}

const PAD = 20;

/** A whole SVG document: title and notes above the body, on the background of the theme. */
export function svgDocument({ title, notes, width, height, body }: Picture, ink: Ink): string {
  const head = 28 + 16 * notes.length;
  const [w, h] = [width + 2 * PAD, height + head + 2 * PAD];
  return `<?xml version="1.0" encoding="UTF-8"?>\n${element(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      width: w,
      height: h,
      viewBox: `0 0 ${round(w)} ${round(h)}`,
      'font-family': `${ink.font}, Inter, Helvetica, Arial, sans-serif`,
    },
    element('title', {}, characters(title)),
    element('rect', { width: w, height: h, fill: ink.surface }),
    textAt(PAD, PAD + 14, title, {
      room: width,
      'font-size': 16,
      'font-weight': 600,
      fill: ink.ink,
    }),
    ...notes.map((note, i) =>
      textAt(PAD, PAD + 34 + 16 * i, note, { room: width, 'font-size': 11, fill: ink.muted }),
    ),
    element('g', { transform: `translate(${PAD} ${PAD + head})` }, ...body),
  )}\n`;
}

function round(value: number): string {
  return String(Math.round(value * 100) / 100);
}

function escaped(text: string): string {
  return (
    text
      .toWellFormed()
      // XML has no way to write these.
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
      .replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '\ufffd')
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      .replaceAll('"', '&quot;')
  );
}
