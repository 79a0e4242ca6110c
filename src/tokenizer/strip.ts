export interface StripConfig {
  readonly strip_left?: boolean;
  readonly strip_right?: boolean;
}

/** Strips Unicode white space. JavaScript's `trim` also strips U+FEFF and leaves U+0085. */
export function strip(text: string, config: StripConfig): string {
  let start = 0;
  let end = text.length;
  if (config.strip_left) while (start < end && isWhiteSpace(text.charAt(start))) start++;
  if (config.strip_right) while (end > start && isWhiteSpace(text.charAt(end - 1))) end--;
  return text.slice(start, end);
}

/** Whether one UTF-16 unit is white space (none lies beyond the basic plane). */
function isWhiteSpace(unit: string): boolean {
  return /\p{White_Space}/u.test(unit);
}
