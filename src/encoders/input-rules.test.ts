import { describe, expect, test } from 'vitest';
import { JsonObject } from '../checkpoint/json.ts';
import { INSTRUCTOR_RULES, inputNotes } from './input.ts';
import { parseInputRules } from './input-rules.ts';

interface Fields {
  readonly pooling?: object;
  readonly library?: object;
  readonly sentenceBert?: object;
  readonly instructorModules?: boolean;
}

function files({ pooling = {}, library, sentenceBert, instructorModules = false }: Fields) {
  const json = (file: string, fields: object | undefined) =>
    fields === undefined ? null : new JsonObject(file, fields);
  return {
    pooling: json('pooling', pooling),
    library: json('library', library),
    sentenceBert: json('sentenceBert', sentenceBert),
    instructorModules,
  };
}

const PROMPTS = { prompts: { query: 'query: ', passage: 'passage: ' } };

describe('what the instruction is', () => {
  test.each<[string, Fields, string, string, boolean]>([
    ['nothing is said: as INSTRUCTOR', {}, 'instructor', 'masked', false],
    ['INSTRUCTOR wrote it', { instructorModules: true }, 'instructor', 'masked', true],
    [
      'it is to be pooled',
      { pooling: { include_prompt: true } },
      'sentence-transformers',
      'pooled',
      true,
    ],
    ['it is not', { pooling: { include_prompt: false } }, 'sentence-transformers', 'masked', true],
    ['prompts alone', { library: PROMPTS }, 'sentence-transformers', 'pooled', false],
    [
      'prompts of nothing, as the library writes them',
      { library: { prompts: { query: '', document: '' }, default_prompt_name: null } },
      'instructor',
      'masked',
      false,
    ],
    [
      'prompts, and not pooled',
      { library: PROMPTS, pooling: { include_prompt: false } },
      'sentence-transformers',
      'masked',
      true,
    ],
  ])('%s', (_, fields, library, instruction, stated) => {
    expect(parseInputRules(files(fields))).toMatchObject({ package: library, instruction, stated });
  });

  test.each(['masked', 'pooled'] as const)('the user has the last word: %s', (asked) => {
    for (const fields of [{}, { library: PROMPTS }, { pooling: { include_prompt: true } }]) {
      const rules = parseInputRules(files(fields), asked);
      expect(rules).toMatchObject({ instruction: asked, stated: true });
    }
  });
});

test('prompts are kept by name, but for empty ones', () => {
  const library = {
    prompts: { query: 'query: ', none: '', nothing: null },
    default_prompt_name: 'query',
  };
  expect(parseInputRules(files({ library }))).toMatchObject({
    prompts: { query: 'query: ' },
    defaultPrompt: 'query',
  });
});

test.each([
  [undefined, 'cosine'],
  [null, 'cosine'],
  ['cosine', 'cosine'],
  ['dot', 'dot'],
  ['dot_product', 'dot'],
  ['euclidean', 'euclidean'],
  ['maxsim', 'cosine'],
])('similarity_fn_name %j is %s', (name, similarity) => {
  const library = name === undefined ? {} : { similarity_fn_name: name };
  expect(parseInputRules(files({ library })).similarity).toBe(similarity);
});

test('the user is told of a guess, of the default prompt and of another similarity, and of nothing else', () => {
  expect(inputNotes(INSTRUCTOR_RULES, '--instruction')).toEqual([]);
  const guess = parseInputRules(files({}));
  expect(inputNotes(guess, '--instruction')).toEqual([
    expect.stringMatching(/left out of the mean.*doesn’t say.*--instruction changes that\.$/),
  ]);
  const library = { ...PROMPTS, default_prompt_name: 'passage', similarity_fn_name: 'dot' };
  expect(
    inputNotes(parseInputRules(files({ library, pooling: { include_prompt: true } })), null),
  ).toEqual([
    'A text without an instruction is read with the model’s default prompt, “passage: ” (passage).',
    'The model asks for dot products; Facet shows cosines.',
  ]);
});
