/**
 * The patterns of a tokenizer.json as JavaScript's. The reference runs them with Oniguruma 6.9.8, in which the same
 * letters mean other things.
 */
import { toOnigurumaAst } from 'oniguruma-parser';
import { generate } from 'oniguruma-parser/generator';
import {
  type CharacterClassNode,
  type CharacterSetNode,
  createAlternative,
  createCharacter,
  createCharacterClass,
  createGroup,
  createLookaroundAssertion,
  createUnicodeProperty,
  type OnigurumaAst,
} from 'oniguruma-parser/parser';
import { traverse } from 'oniguruma-parser/traverser';
import { EmulatedRegExp, toRegExpDetails } from 'oniguruma-to-es';
import { CheckpointError } from '../lib/checkpoint-error.ts';
import { excerpt } from '../lib/excerpt.ts';
import { FILE } from './check.ts';

export interface PatternConfig {
  readonly Regex?: string;
  readonly String?: string;
}

/**
 * A pattern of the file with the flag `g`.
 * @throws CheckpointError if it is none of Oniguruma's, or has no counterpart.
 */
export function compilePattern({ Regex: regex, String: text = '' }: PatternConfig): RegExp {
  if (regex === undefined) return new RegExp(text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'), 'gu');
  try {
    const source = generate(asInReference(toOnigurumaAst(regex))).pattern;
    const { pattern, flags, options } = toRegExpDetails(source, {
      global: true,
      accuracy: 'strict',
    });
    return new EmulatedRegExp(anyCharacter(pattern), flags, options);
  } catch (cause) {
    const reason = excerpt(cause instanceof Error ? cause.message : String(cause), 120);
    const named = JSON.stringify(excerpt(regex, 60));
    throw new CheckpointError(
      `has the pattern ${named}, which Facet cannot run as the tokenizers package does (${reason}); fetch the file again, or choose another model`,
      { file: FILE },
    );
  }
}

/** V8 up to Node 20 lets `[^]+` match a single character, with the flag `v`. */
function anyCharacter(pattern: string): string {
  return pattern.replace(/\\.|\[\^\]/gsu, (part) => (part === '[^]' ? '[\\s\\S]' : part));
}

/**
 * Spells out what 6.9.8 means by `\\w`, `\\b` and `[:punct:]`: the translator follows later versions, in which all numerals
 * are letters of words, and symbols are punctuation.
 */
function asInReference(ast: OnigurumaAst): OnigurumaAst {
  traverse(ast, {
    CharacterSet({ node, parent, replaceWith }) {
      if (node.kind === 'posix' && node.value === 'punct')
        replaceWith(createUnicodeProperty('P', { negate: node.negate }));
      if (node.kind !== 'word') return;
      const negate = node.negate ?? false;
      const within = parent?.type === 'CharacterClass';
      replaceWith(
        within ? createCharacterClass({ negate, body: letters() }) : wordCharacter(negate),
      );
    },
    Assertion({ node, replaceWith }) {
      if (node.kind === 'word_boundary') replaceWith(boundary(node.negate ?? false));
    },
  });
  return ast;
}

const letters = (): CharacterSetNode[] =>
  ['Alphabetic', 'M', 'Nd', 'Pc'].map((name) => createUnicodeProperty(name));

/** Of the numerals that are no digits, only those in Latin-1 count, and only outside of a class. */
const LATIN_NUMERALS = '²³¹¼½¾';

function wordCharacter(negate: boolean): CharacterClassNode {
  const numerals = [...LATIN_NUMERALS].map((numeral) => createCharacter(numeral.charCodeAt(0)));
  return createCharacterClass({ negate, body: [...letters(), ...numerals] });
}

/** A place with a letter of a word on one side and none on the other; with `negate`, with the same on both. */
function boundary(negate: boolean) {
  const side = (behind: boolean, isWord: boolean) =>
    createLookaroundAssertion({
      behind,
      negate: !isWord,
      body: [createAlternative({ body: [wordCharacter(false)] })],
    });
  const place = (before: boolean, after: boolean) =>
    createAlternative({ body: [side(true, before), side(false, after)] });
  return createGroup({ body: [place(true, negate), place(false, !negate)] });
}
