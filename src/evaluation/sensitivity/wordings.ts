/**
 * Other wordings of an instruction, made by rule: what a person could as well have written. No rule changes what is asked
 * for. The kinds are those by which scores of instruction-following embedders are known to move (arXiv 2605.22544):
 * the sentence around the same words, a synonym, case, punctuation, white space.
 */
import { seededRandom } from '../../lib/random.ts';
import type { Instruction } from '../tasks/types.ts';

type WordingKind = 'template' | 'synonym' | 'case' | 'punctuation' | 'space';

export interface Wording {
  readonly kind: WordingKind;
  /** What was changed, in a few words: "without its colon". */
  readonly change: string;
  readonly instruction: Instruction;
}

interface Rule {
  readonly kind: WordingKind;
  readonly change: string;
  /** The other wording; null where the rule does not apply. */
  readonly apply: (text: string) => string | null;
}

/** INSTRUCTOR's template (Su et al. 2022, section 2.3): verb, article, what, "for" what, ending. */
const TEMPLATE =
  /^(?<lead>\s*)represent (?<article>the|a|an|this) (?<what>.+?)(?: for (?<goal>.+?))?(?<ending>\s*[:;,.]?\s*)$/i;

/** Other sentences for the same parts. INSTRUCTOR's own data has the first four. */
const TEMPLATES: readonly [change: string, whole: string, withoutGoal: string | null][] = [
  ['“this” for the article', 'Represent this {what} for {goal}', 'Represent this {what}'],
  [
    '“; Input:” at its end',
    'Represent the {what} for {goal}; Input',
    'Represent the {what}; Input',
  ],
  ['“to be used for”', 'Represent the {what} to be used for {goal}', null],
  ['goal first', 'For {goal}, represent the {what}', null],
  ['“for the task of”', 'Represent the {what} for the task of {goal}', null],
  ['as a question', 'What does the {what} say for {goal}', 'What does the {what} say'],
  ['“Given the …”', 'Given the {what}, represent it for {goal}', 'Given the {what}, represent it'],
  ['goal in brackets', 'Represent the {what} ({goal})', null],
];

/**
 * Words that stand for each other in such instructions. Each pair is used in both directions, on whole words, for the first
 * that occurs.
 */
const SYNONYMS: readonly (readonly [string, string])[] = [
  ['represent', 'encode'],
  ['represent', 'embed'],
  ['represent', 'describe'],
  ['sentence', 'text'],
  ['document', 'passage'],
  ['question', 'query'],
  ['statement', 'sentence'],
  ['caption', 'description'],
  ['comment', 'remark'],
  ['retrieving', 'finding'],
  ['retrieval', 'search'],
  ['classifying', 'categorising'],
  ['classification', 'categorisation'],
  ['clustering', 'grouping'],
  ['similarity', 'likeness'],
  ['duplicate', 'equivalent'],
  ['supporting', 'relevant'],
  ['user', 'customer'],
  ['intent', 'intention'],
  ['topic', 'subject'],
  ['domain', 'field'],
];

const RULES: readonly Rule[] = [
  ...TEMPLATES.map(
    ([change, whole, withoutGoal]): Rule => ({
      kind: 'template',
      change,
      apply: (text) => otherSentence(text, whole, withoutGoal),
    }),
  ),
  ...SYNONYMS.flatMap(([a, b]): Rule[] => [synonym(a, b), synonym(b, a)]),
  rule('case', 'small letters', (text) => text.toLowerCase()),
  rule('case', 'capitals', (text) => text.toUpperCase()),
  rule('case', 'Capitals At Words', (text) =>
    text.replace(/(?<![\p{L}\p{N}’'])\p{Ll}/gu, (letter) => letter.toUpperCase()),
  ),
  ending('without its colon', ' '),
  ending('a full stop for the colon', '. '),
  ending('a dash for the colon', ' – '),
  ending('a semicolon for the colon', '; '),
  ending('a space before the colon', ' : '),
  rule('space', 'without its last space', (text) => text.trimEnd()),
  rule('space', 'two spaces at its end', (text) => `${text.trimEnd()}  `),
  rule('space', 'a new line at its end', (text) => `${text.trimEnd()}\n`),
  rule('space', 'a space before it', (text) => ` ${text}`),
];

/** The order in which kinds take turns, so that few wordings are of different kinds. */
const KINDS: readonly WordingKind[] = ['template', 'synonym', 'case', 'punctuation', 'space'];

/**
 * Makes other wordings of an instruction, each by one rule, the kinds in turn; which rules of a kind, the seed draws. The
 * same change is made for queries and documents. Fewer than `count` where fewer rules apply; none for an empty instruction.
 */
export function wordingsOf(
  { query, document }: Instruction,
  { count, seed }: { readonly count: number; readonly seed: number },
): Wording[] {
  const random = seededRandom(seed);
  const seen = new Set([keyOf({ query, document })]);
  const byKind = KINDS.map((kind) => {
    const rules = shuffled(
      RULES.filter((each) => each.kind === kind),
      random,
    );
    return rules.flatMap(({ change, apply }): Wording[] => {
      const of = (text: string) => (text.trim() === '' ? text : (apply(text) ?? text));
      const instruction = { query: of(query), document: of(document) };
      if (seen.has(keyOf(instruction))) return [];
      seen.add(keyOf(instruction));
      return [{ kind, change, instruction }];
    });
  });
  const turns = Math.max(...byKind.map(({ length }) => length));
  return Array.from({ length: turns }, (_, turn) => byKind.flatMap((each) => each[turn] ?? []))
    .flat()
    .slice(0, count);
}

function keyOf({ query, document }: Instruction): string {
  return JSON.stringify([query, document]);
}

function rule(kind: WordingKind, change: string, apply: (text: string) => string): Rule {
  return { kind, change, apply };
}

/** Replaces the colon and the spaces at the end; applies to instructions that end with one. */
function ending(change: string, end: string): Rule {
  const apply = (text: string) => (/:\s*$/.test(text) ? text.replace(/\s*:\s*$/, () => end) : null);
  return { kind: 'punctuation', change, apply };
}

function otherSentence(text: string, whole: string, withoutGoal: string | null): string | null {
  const parts = TEMPLATE.exec(text)?.groups;
  if (parts === undefined) return null;
  const sentence = parts.goal === undefined ? withoutGoal : whole;
  if (sentence === null) return null;
  // A function, because a replacement's text would give "$&" a meaning.
  const filled = sentence.replace(/\{(what|goal)\}/g, (_, name: string) => parts[name]!);
  return `${parts.lead}${filled}${parts.ending}`;
}

function synonym(from: string, to: string): Rule {
  const word = new RegExp(`(?<![\\p{L}\\p{N}])${from}(?![\\p{L}\\p{N}])`, 'iu');
  return {
    kind: 'synonym',
    change: `“${to}” for “${from}”`,
    apply: (text) => (word.test(text) ? text.replace(word, (found) => inCaseOf(found, to)) : null),
  };
}

function inCaseOf(found: string, word: string): string {
  if (found === found.toUpperCase()) return word.toUpperCase();
  const isCapital = found[0] !== found[0]!.toLowerCase();
  return isCapital ? word[0]!.toUpperCase() + word.slice(1) : word;
}

function shuffled<Item>(items: readonly Item[], random: () => number): Item[] {
  const out = [...items];
  for (let i = out.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [out[i], out[j]] = [out[j]!, out[i]!];
  }
  return out;
}
