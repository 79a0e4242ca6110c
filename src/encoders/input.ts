/** The model's own settings for reading: how it joins instruction and text, and which part it pools. */
import { isolated } from '../lib/isolate.ts';

/**
 * Measure by which the model asks texts to be compared. Facet shows cosines, and says so where the model asks for
 * another.
 */
export const SIMILARITIES = ['cosine', 'dot', 'euclidean', 'manhattan'] as const;
export type Similarity = (typeof SIMILARITIES)[number];

/** Roles of the instruction: left out of the mean (`masked`), or in it with the text (`pooled`). */
export const INSTRUCTION_ROLES = ['masked', 'pooled'] as const;
export type InstructionRole = (typeof INSTRUCTION_ROLES)[number];

export interface InputRules {
  /** Python package whose way of joining instruction and text, and of counting the instruction's tokens, holds. */
  readonly package: 'instructor' | 'sentence-transformers';
  readonly instruction: InstructionRole;
  /** Whether the folder, or the user, states the instruction's role; else it is Facet's guess. */
  readonly stated: boolean;
  /** Whether text is lower-cased: `do_lower_case` of sentence-transformers' own config. */
  readonly lowercase: boolean;
  /** Instructions of the model by name ("query", "passage"); empty ones are left out. */
  readonly prompts: Readonly<Record<string, string>>;
  /** Name of the prompt used for a text without an instruction. */
  readonly defaultPrompt: string | null;
  readonly similarity: Similarity;
}

/** Rules of the published INSTRUCTOR package, and of every model folder that states none. */
export const INSTRUCTOR_RULES: InputRules = {
  package: 'instructor',
  instruction: 'masked',
  stated: true,
  lowercase: false,
  prompts: {},
  defaultPrompt: null,
  similarity: 'cosine',
};

/** Returns the instruction that a text is read with: for an empty one the model's default prompt, if it has one. */
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
 * Lists the facts a user should know about how a model reads, besides its instruction's role where that is stated: a
 * sentence each; none for a model that INSTRUCTOR's package made.
 * @param remedy The way to correct a guess: a flag, a choice on the page; null where the model is converted already.
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
