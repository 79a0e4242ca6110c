/**
 * Plotly reads labels as a dialect of HTML (`<b>`, `<a href>`, `<br>`, entities). Texts of the
 * user are never markup: every string given to Plotly passes through here.
 */
export function escapePlotly(text: string): string {
  return text
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/\s+/g, ' ');
}

/** `text` on one line, cut to about `length` characters without splitting one. */
export function shorten(text: string, length: number): string {
  const line = text.replace(/\s+/g, ' ').trim();
  const characters = [...line];
  return characters.length <= length ? line : `${characters.slice(0, length - 1).join('')}…`;
}
