/** Red, green and blue, 0 to 255. */
export type Rgb = readonly [red: number, green: number, blue: number];

/** `#rrggbb` as numbers, or `#rgb`, to which a build shortens it; what is not of this form reads as black. */
function parseHex(hex: string): Rgb {
  const digits = hex.length === 4 ? hex.slice(1).replaceAll(/./g, '$&$&') : hex.slice(1);
  const value = Number.parseInt(digits, 16) || 0;
  return [(value >> 16) & 255, (value >> 8) & 255, value & 255];
}

/** The colour at `fraction` (0 to 1) of a scale of evenly spaced `#rrggbb`, as Plotly blends it. */
export function colourAt(scale: readonly string[], fraction: number): Rgb {
  const position = Math.max(0, Math.min(1, fraction)) * (scale.length - 1);
  const below = Math.min(Math.floor(position), Math.max(0, scale.length - 2));
  const low = parseHex(scale[below] ?? '');
  const high = parseHex(scale[below + 1] ?? scale[below] ?? '');
  const part = position - below;
  const blend = (channel: 0 | 1 | 2) => low[channel] + part * (high[channel] - low[channel]);
  return [blend(0), blend(1), blend(2)];
}

/** Relative luminance, 0 to 1 (WCAG 2.2). */
function luminance(colour: Rgb): number {
  const [red, green, blue] = colour.map((channel) => {
    const part = channel / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * (red ?? 0) + 0.7152 * (green ?? 0) + 0.0722 * (blue ?? 0);
}

/** Contrast ratio of two colours, 1 to 21 (WCAG 2.2). */
export function contrast(a: Rgb, b: Rgb): number {
  const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return ((high ?? 0) + 0.05) / ((low ?? 0) + 0.05);
}

/** Black or white, whichever is easier to read on `background`: never below 4.5. */
export function inkOn(background: Rgb): '#000000' | '#ffffff' {
  const black = contrast(background, [0, 0, 0]);
  return black >= contrast(background, [255, 255, 255]) ? '#000000' : '#ffffff';
}
