/** Prompts for a text-generation model out of annotated examples. */

export interface Example {
  readonly input: string;
  readonly output: string;
}

export interface PromptBudget {
  /** Tokens of the whole prompt. */
  readonly tokens: number;
  /** Tokens of one example beyond which it is passed over. */
  readonly tokensPerExample: number;
  readonly countTokens: (text: string) => number;
}

export interface Prompt {
  readonly text: string;
  /** Positions of the examples, in the order of the prompt: the most similar last. */
  readonly examples: readonly number[];
}

/**
 * Builds a prompt as INSTRUCTOR's evaluation does: examples from the most similar on until the budget is used up, then in
 * reverse, so that the most similar stands right before the question. An example with the question's own input is passed
 * over: it would tell the answer.
 * @param ranked Positions of the examples, most similar first.
 */
export function buildPrompt(
  input: string,
  examples: readonly Example[],
  ranked: Iterable<number>,
  { tokens, tokensPerExample, countTokens }: PromptBudget,
): Prompt {
  let used = countTokens(input);
  const taken: number[] = [];
  for (const at of ranked) {
    const example = examples[at]!;
    if (example.input === input) continue;
    const size = countTokens(example.input) + countTokens(example.output);
    if (size > tokensPerExample) continue;
    used += size;
    if (used > tokens) break;
    taken.push(at);
  }
  taken.reverse();
  const shots = taken.map((at) => `${examples[at]!.input}${examples[at]!.output}\n\n`);
  return { text: `${shots.join('')}${input}`, examples: taken };
}

/**
 * Cuts a continuation to the answer: generators go on with further examples, as the prompt taught them. An answer ends with
 * its line, or, where the examples' own answers have several lines, with the empty line that ends an example.
 */
export function answerOf(continuation: string, examples: readonly Example[]): string {
  const end = endOfAnswer(examples);
  return continuation.trimStart().split(end)[0]!.trimEnd();
}

/** What an answer ends with. */
export function endOfAnswer(examples: readonly Example[]): string {
  return examples.some(({ output }) => output.trim().includes('\n')) ? '\n\n' : '\n';
}
