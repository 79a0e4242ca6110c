/**
 * A causal language model in ONNX, run by `@huggingface/transformers`. Where its files come from is set on that library's
 * `env` before: a folder on disk in Node, the chosen files in the page's worker.
 */
import {
  AutoModelForCausalLM,
  AutoTokenizer,
  StoppingCriteria,
  StoppingCriteriaList,
  type Tensor,
} from '@huggingface/transformers';
import { GenerationError, type Generator } from './types.ts';

/** Names of the weights' files by precision, best first: of these the first that is there is run. */
const WEIGHTS = [
  ['fp32', 'model.onnx'],
  ['q8', 'model_quantized.onnx'],
  ['int8', 'model_int8.onnx'],
  ['q4', 'model_q4.onnx'],
] as const;

/** Context where the configuration names none: GPT-2's. */
const CONTEXT = 1024;

interface Place {
  /** Name of the model in the library's paths. */
  readonly name: string;
  /** Whether the model has a file, by its path in the model's folder. */
  readonly has: (path: string) => Promise<boolean>;
  readonly device: 'cpu' | 'wasm';
}

/** @throws GenerationError if it is no ONNX causal language model. */
export async function openCausalLm({ name, has, device }: Place): Promise<Generator> {
  const weights = await weightsOf(has);
  const model = await AutoModelForCausalLM.from_pretrained(name, { ...weights, device }).catch(
    (error: unknown): never => refuse(name, error),
  );
  const tokenizer = await AutoTokenizer.from_pretrained(name).catch((error: unknown): never =>
    refuse(name, error),
  );
  const contextTokens = contextOf(model.config as unknown as Record<string, unknown>);
  const countTokens = (text: string) => tokenizer.encode(text).length;

  async function one(prompt: string, maxNewTokens: number, stop: string): Promise<string> {
    const room = contextTokens - maxNewTokens;
    if (room < 1) {
      throw new GenerationError(
        `The generator reads ${contextTokens} tokens, and ${maxNewTokens} are to be written; ask for fewer.`,
      );
    }
    const encoded = tokenizer(prompt) as { input_ids: Tensor; attention_mask: Tensor };
    const length = encoded.input_ids.dims.at(-1)!;
    if (length === 0) throw new GenerationError('A prompt is empty; it needs at least one token.');
    const from = Math.max(0, length - room);
    const inputs = {
      input_ids: encoded.input_ids.slice(null, [from, length]),
      attention_mask: encoded.attention_mask.slice(null, [from, length]),
    };
    const given = length - from;
    const criteria = new StoppingCriteriaList();
    const written = (ids: readonly (number | bigint)[]) =>
      tokenizer.decode(ids.slice(given).map(Number), { skip_special_tokens: true });
    criteria.push(new EndOf((ids) => written(ids).trimStart().includes(stop)));
    const output = (await model.generate({
      ...inputs,
      do_sample: false,
      max_new_tokens: maxNewTokens,
      stopping_criteria: criteria,
    } as Parameters<typeof model.generate>[0])) as Tensor;
    return written(output.tolist()[0] as bigint[]);
  }

  return {
    contextTokens,
    countTokens,
    async generate(prompts, { maxNewTokens, stop, signal, onProgress }) {
      const found: string[] = [];
      for (const prompt of prompts) {
        signal?.throwIfAborted();
        found.push(await one(prompt, maxNewTokens, stop));
        onProgress?.(found.length, prompts.length);
      }
      return found;
    },
    async close() {
      await model.dispose();
    },
  };
}

/** Ends a sequence by what is written so far. */
class EndOf extends StoppingCriteria {
  readonly #isEnd: (ids: readonly (number | bigint)[]) => boolean;

  constructor(isEnd: (ids: readonly (number | bigint)[]) => boolean) {
    super();
    this.#isEnd = isEnd;
  }

  override _call(sequences: number[][]): boolean[] {
    return sequences.map((ids) => this.#isEnd(ids));
  }
}

async function weightsOf(has: Place['has']) {
  for (const subfolder of ['onnx', '']) {
    for (const [dtype, file] of WEIGHTS) {
      const path = subfolder === '' ? file : `${subfolder}/${file}`;
      if (await has(path)) return { subfolder, dtype };
    }
  }
  throw new GenerationError(
    `The generator has no weights in ONNX (onnx/${WEIGHTS.map(([, file]) => file).join(', ')}); export it with optimum-cli, or take a folder that has them.`,
  );
}

function contextOf(config: Record<string, unknown>): number {
  const found = config.max_position_embeddings ?? config.n_positions ?? config.n_ctx;
  return typeof found === 'number' && found > 0 ? found : CONTEXT;
}

function refuse(name: string, error: unknown): never {
  const reason = error instanceof Error ? error.message : String(error);
  throw new GenerationError(
    `${name}: the generator cannot be read (${reason}); it needs config.json, tokenizer.json and an ONNX file of a causal language model.`,
    { cause: error },
  );
}
