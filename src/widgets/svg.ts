/** SVG as text. Content between the tags is data: it is escaped and never becomes markup. */

/** Markup made by this module. */
export type Markup = string & { readonly __markup: true };

/** Most lines of a title or a note. */
const MOST_LINES = 4;

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
  const [line = ''] = linesOf(text, { room, size, most: 1 });
  return element('text', { x, y, 'font-size': size, ...attributes }, characters(line));
}

/**
 * The first lines of a text, each within its room, broken at spaces; the last one ends in an ellipsis where the text
 * goes on.
 */
export function linesOf(
  text: string,
  { room, size, most }: { readonly room: number; readonly size: number; readonly most: number },
): string[] {
  // A text of megabytes is not read to its end: no character is narrower than a fifth of its height.
  const whole = text.trimStart();
  const reach = Math.ceil((5 * room * most) / size);
  const start = Number.isFinite(reach) ? whole.slice(0, 4 * reach) : whole;
  const points = [...start.replaceAll(/\s+/g, ' ').trim()];
  const goesOn = start.length < whole.length;
  const lines: string[] = [];
  let at = 0;
  while (at < points.length && lines.length < most) {
    const isLast = lines.length === most - 1;
    const fits = fitting(points, at, room / size);
    if (at + fits === points.length && !goesOn) lines.push(points.slice(at).join(''));
    else if (isLast) {
      const short = fitting(points, at, room / size - widthOf('…'));
      lines.push(
        `${points
          .slice(at, at + Math.max(1, short))
          .join('')
          .trimEnd()}…`,
      );
    } else {
      const space = points.lastIndexOf(' ', at + fits);
      const end = space > at ? space : at + Math.max(1, fits);
      lines.push(points.slice(at, end).join(''));
      at = points[end] === ' ' ? end + 1 : end;
      continue;
    }
    break;
  }
  return lines;
}

/** How many characters from `at` on fit into a room, in ems. */
function fitting(points: readonly string[], at: number, room: number): number {
  let width = 0;
  for (let count = 0; at + count < points.length; count++) {
    width += widthOf(points[at + count]!);
    if (width > room) return count;
  }
  return points.length - at;
}

/** Width of a character of the page's face in ems, to within a tenth, and rather too wide: a picture may be shown with another. */
function widthOf(character: string): number {
  if (" ijl.,:;'|!".includes(character)) return 0.31;
  if ('ftrI()[]{}/\\"-–'.includes(character)) return 0.42;
  if ('mwMW@%—…'.includes(character)) return 0.92;
  const code = character.codePointAt(0)!;
  if (code >= 0x1f000) return 1.4;
  if (code >= 0x1100 && code !== 0x2013 && code !== 0x2019) return code < 0x2e80 ? 0.7 : 1.05;
  return character !== character.toLowerCase() ? 0.71 : 0.6;
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
/** Least room for the title and the notes, in pixels. */
const LEAST_HEAD = 420;

/** A whole SVG document: title and notes above the body, on the background of the theme. */
export function svgDocument({ title, notes, width, height, body }: Picture, ink: Ink): string {
  const room = Math.max(width, LEAST_HEAD);
  const titles = linesOf(title, { room, size: 16, most: MOST_LINES });
  const lines = notes.flatMap((note) => linesOf(note, { room, size: 11, most: MOST_LINES }));
  const head = 8 + 20 * Math.max(1, titles.length) + 16 * lines.length;
  const [w, h] = [room + 2 * PAD, height + head + 2 * PAD];
  const below = 20 * (titles.length - 1);
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
    ...titles.map((line, i) =>
      textAt(PAD, PAD + 14 + 20 * i, line, { 'font-size': 16, 'font-weight': 600, fill: ink.ink }),
    ),
    ...lines.map((line, i) =>
      textAt(PAD, PAD + 34 + below + 16 * i, line, { 'font-size': 11, fill: ink.muted }),
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
