/** Text generation by a causal language model: what prompt retrieval has answer its prompts. */

interface GenerateOptions {
  /** Most tokens of a continuation. */
  readonly maxNewTokens: number;
  /** Text at which a continuation ends, once it holds more than white space. It may be in it. */
  readonly stop: string;
  readonly signal?: AbortSignal | undefined;
  /** @param done Number of finished prompts. */
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
}

export interface Generator {
  /** Tokens of prompt and continuation together that the model can read. */
  readonly contextTokens: number;
  countTokens(text: string): number;
  /**
   * Continues prompts by greedy decoding, one continuation each, without the prompt. A prompt that leaves no room for the
   * continuation loses its beginning. @throws GenerationError; the signal's reason.
   */
  generate(prompts: readonly string[], options: GenerateOptions): Promise<string[]>;
  close(): Promise<void>;
}

/** A generator that cannot be read or run. The message says what to do next. */
export class GenerationError extends Error {
  override readonly name = 'GenerationError';
}
