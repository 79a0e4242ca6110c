/**
 * Measures JSON before it is parsed: a parser takes time and memory out of proportion to a file of small values, deep
 * nesting or many keys.
 */

export interface JsonLimits {
  /** Levels of lists and objects within each other. */
  readonly depth: number;
  /** Lists and objects in all: each takes far more memory than its two characters. */
  readonly holders: number;
  /** Elements and members in all. */
  readonly values: number;
  /** Members of one object. */
  readonly members: number;
}

/** Says in what a text exceeds the limits, as "has more than 1,000 values"; null if in nothing. */
export function jsonExcess(text: string, limits: JsonLimits): string | null {
  /** Members of each open object, and of the lists between. */
  const members: number[] = [];
  let [holders, values] = [0, 0];
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) at = stringEnd(text, at);
    else if (code === COMMA) values += 1;
    else if (code === COLON) {
      const last = members.length - 1;
      if (last >= 0) members[last]! += 1;
      if (members[last]! > limits.members) return inWords(limits.members, 'fields in one object');
    } else if (code === OPEN_LIST || code === OPEN_OBJECT) {
      holders += 1;
      members.push(0);
      if (members.length > limits.depth) return `is nested deeper than ${limits.depth} levels`;
    } else if (code === CLOSE_LIST || code === CLOSE_OBJECT) members.pop();
    if (holders > limits.holders) return inWords(limits.holders, 'lists and objects');
    if (values > limits.values) return inWords(limits.values, 'values');
  }
  return null;
}

/**
 * Returns where the string that opens at `start` closes, or the text's end. Not a regular expression: on hostile text
 * one backtracks for hours.
 */
export function stringEnd(text: string, start: number): number {
  const quote = text.indexOf('"', start + 1);
  if (quote === -1) return text.length;
  if (text.charCodeAt(quote - 1) !== BACKSLASH) return quote;
  // Codes one by one: a search for each quote takes twenty times as long on a string of escaped ones.
  for (let at = start + 1; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === BACKSLASH) at += 1;
    else if (code === QUOTE) return at;
  }
  return text.length;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_LIST = 0x5b;
const CLOSE_LIST = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

function inWords(limit: number, what: string): string {
  return `has more than ${limit.toLocaleString('en')} ${what}`;
}
