import type { JsonObject } from '../checkpoint/json.ts';
import { isObject } from '../lib/checks.ts';
import { type InputRules, type InstructionRole, SIMILARITIES, type Similarity } from './input.ts';

/** The folder's files about instructions; null for an absent one. */
interface InputFiles {
  readonly pooling: JsonObject | null;
  /** config_sentence_transformers.json. */
  readonly library: JsonObject | null;
  /** sentence_bert_config.json. */
  readonly sentenceBert: JsonObject | null;
  /** Whether modules.json names InstructorEmbedding's own classes. */
  readonly instructorModules: boolean;
}

/** Limit far above any instruction. */
const LONGEST_PROMPT = 10_000;
const MOST_PROMPTS = 1000;

/**
 * Decides whether the instruction is pooled: `include_prompt` of the pooling module says so, if it is there. If not, a
 * folder with prompts is read as sentence-transformers reads it (pooled), any other as INSTRUCTOR's package does (left
 * out), since its published folders say nothing.
 *
 * Source: `Pooling.include_prompt`, `prompts` and `default_prompt_name`, sentence-transformers 6.2.0.
 *
 * @param asked The user's choice of the role, against the folder.
 * @throws CheckpointError naming a field that is wrong, or that changes vectors in a way unknown to Facet.
 */
export function parseInputRules(
  { pooling, library, sentenceBert, instructorModules }: InputFiles,
  asked?: InstructionRole | undefined,
): InputRules {
  const prompts = parsePrompts(library);
  const folder = pooling?.has('include_prompt')
    ? roleOf(pooling.boolean('include_prompt'))
    : undefined;
  const hasPrompts = Object.keys(prompts).length > 0;
  const guess = hasPrompts && !instructorModules ? 'pooled' : 'masked';
  const instruction = asked ?? folder ?? guess;
  const ofLibrary = folder !== undefined || guess === 'pooled' || instruction === 'pooled';
  if (library?.has('truncate_dim')) {
    library.fail('truncate_dim', library.fields.truncate_dim, 'whole vectors (null)');
  }
  for (const field of ['tokenizer_args', 'processor_kwargs', 'processing_kwargs']) {
    const value = sentenceBert?.fields[field];
    if (typeof value === 'object' && value !== null && Object.keys(value).length > 0) {
      sentenceBert?.fail(field, value, 'the tokenizer’s settings in tokenizer_config.json');
    }
  }
  return {
    package: ofLibrary ? 'sentence-transformers' : 'instructor',
    instruction,
    stated: asked !== undefined || folder !== undefined || instructorModules,
    lowercase: sentenceBert?.boolean('do_lower_case', false) ?? false,
    prompts,
    defaultPrompt: parseDefault(library, prompts),
    similarity: parseSimilarity(library),
  };
}

function roleOf(includePrompt: boolean): InstructionRole {
  return includePrompt ? 'pooled' : 'masked';
}

/** Reads prompts without empty ones: sentence-transformers writes `"query": ""` where a model has no prompts. */
function parsePrompts(library: JsonObject | null): Record<string, string> {
  if (!library?.has('prompts')) return {};
  const all: unknown = library.fields.prompts;
  if (!isObject(all)) {
    return library.fail('prompts', all, 'texts by name');
  }
  const entries = Object.entries(all);
  if (entries.length > MOST_PROMPTS) {
    library.fail('prompts', `${entries.length} texts`, `${MOST_PROMPTS} at most`);
  }
  const prompts: [string, string][] = [];
  for (const [name, text] of entries) {
    if (text === null || text === '') continue;
    if (typeof text !== 'string' || text.length > LONGEST_PROMPT) {
      library.fail(
        `prompts.${name.slice(0, 80)}`,
        text,
        `a text of ${LONGEST_PROMPT} characters at most`,
      );
    }
    prompts.push([name, text as string]);
  }
  return Object.fromEntries(prompts);
}

function parseDefault(
  library: JsonObject | null,
  prompts: Readonly<Record<string, string>>,
): string | null {
  // Python treats an empty name as none.
  const name = library?.string('default_prompt_name', '') ?? '';
  if (library === null || name === '') return null;
  if (Object.hasOwn(prompts, name)) return name;
  const all = library.has('prompts') ? (library.fields.prompts as object) : {};
  // An empty prompt changes no text; the library has these two in any model.
  if (Object.hasOwn(all, name) || name === 'query' || name === 'document') return null;
  return library.fail('default_prompt_name', name, 'the name of one of "prompts"');
}

function parseSimilarity(library: JsonObject | null): Similarity {
  const name = library?.fields.similarity_fn_name;
  // As in the library: an unknown name falls back to the cosine.
  const spelt = name === 'dot_product' || name === 'dot_score' ? 'dot' : name;
  return SIMILARITIES.find((known) => known === spelt) ?? 'cosine';
}
