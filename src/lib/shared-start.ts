/** The end of a word within a name. */
const SEPARATORS = /[\s_\-/:.|]/u;

/**
 * The start that all names share, up to its last separator: "intent_" of "intent_refund" and "intent_card". Empty where
 * they begin apart, where one is the start itself, or where all are one name.
 */
export function sharedStart(names: Iterable<string>): string {
  let start: string | null = null;
  let shortest = Number.POSITIVE_INFINITY;
  for (const name of names) {
    start ??= name;
    shortest = Math.min(shortest, name.length);
    let same = 0;
    while (same < start.length && start[same] === name[same]) same++;
    start = start.slice(0, same);
    if (start === '') return '';
  }
  let end = start?.length ?? 0;
  if (end === shortest) end -= 1;
  while (end > 0 && !SEPARATORS.test(start!.charAt(end - 1))) end--;
  return start?.slice(0, end) ?? '';
}
