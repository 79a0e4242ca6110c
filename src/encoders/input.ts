/** How an instruction and a text become what the encoder reads, and what of it is pooled: the model's own settings. */
import { isolated } from '../lib/isolate.ts';

/** What the model asks texts to be compared by. Facet shows cosines, and says so where the model asks for another. */
export const SIMILARITIES = ['cosine', 'dot', 'euclidean', 'manhattan'] as const;
export type Similarity = (typeof SIMILARITIES)[number];

/** Whether the mean is over the text's tokens only, or over the instruction's too. */
export const INSTRUCTION_ROLES = ['masked', 'pooled'] as const;
export type InstructionRole = (typeof INSTRUCTION_ROLES)[number];

export interface InputRules {
  /** The Python package whose joining of instruction and text, and whose count of the instruction's tokens, holds. */
  readonly package: 'instructor' | 'sentence-transformers';
  readonly instruction: InstructionRole;
  /** Whether the folder, or the user, says which role the instruction has; else it is Facet's guess. */
  readonly stated: boolean;
  /** `do_lower_case` of sentence-transformers' own config. */
  readonly lowercase: boolean;
  /** The model's own instructions by name ("query", "passage"); empty ones are left out. */
  readonly prompts: Readonly<Record<string, string>>;
  /** The name of the prompt that stands before a text which has no instruction. */
  readonly defaultPrompt: string | null;
  readonly similarity: Similarity;
}

/** The published INSTRUCTOR package's, and those of every model folder that says nothing of them. */
export const INSTRUCTOR_RULES: InputRules = {
  package: 'instructor',
  instruction: 'masked',
  stated: true,
  lowercase: false,
  prompts: {},
  defaultPrompt: null,
  similarity: 'cosine',
};

/** The instruction that a text is read with: an empty one is the model's default prompt, if it has one. */
export function effectiveInstruction(
  { prompts, defaultPrompt }: Pick<InputRules, 'prompts' | 'defaultPrompt'>,
  instruction: string,
): string {
  return instruction === '' && defaultPrompt !== null
    ? (prompts[defaultPrompt] ?? '')
    : instruction;
}

/** Whether a reader that knows {@link INSTRUCTOR_RULES} only would compute the same vectors. */
export function readsAsInstructor(rules: InputRules): boolean {
  return (
    rules.package === 'instructor' &&
    rules.instruction === 'masked' &&
    !rules.lowercase &&
    rules.defaultPrompt === null
  );
}

const SIMILARITY_WORDS: Readonly<Record<Similarity, string>> = {
  cosine: 'cosines',
  dot: 'dot products',
  euclidean: 'Euclidean distances',
  manhattan: 'Manhattan distances',
};

/**
 * What a user should know of how a model reads, besides its instruction's role where that is stated: a sentence each;
 * none for a model that INSTRUCTOR's package made.
 * @param remedy What corrects a guess: a flag, a choice on the page; null where the model is converted already.
 */
export function inputNotes(rules: InputRules, remedy: string | null): string[] {
  const { instruction, stated, prompts, defaultPrompt, similarity } = rules;
  const notes: string[] = [];
  if (!stated) {
    const why =
      Object.keys(prompts).length > 0
        ? 'but it has prompts, which sentence-transformers pools'
        : 'and INSTRUCTOR leaves it out';
    const change = remedy === null ? '' : `; ${remedy} changes that`;
    notes.push(
      `The instruction is ${roleWords(instruction)}. The folder doesn’t say which (include_prompt in 1_Pooling/config.json), ${why}${change}.`,
    );
  }
  if (defaultPrompt !== null) {
    notes.push(
      `A text without an instruction is read with the model’s default prompt, “${isolated(prompts[defaultPrompt] ?? '')}” (${isolated(defaultPrompt)}).`,
    );
  }
  if (similarity !== 'cosine') {
    notes.push(`The model asks for ${SIMILARITY_WORDS[similarity]}; Facet shows cosines.`);
  }
  return notes;
}

export function roleWords(instruction: InstructionRole): string {
  return instruction === 'pooled' ? 'part of the mean' : 'left out of the mean';
}
