import { faultOf } from '../checkpoint/fault.ts';
import { JsonObject, readJson, SETTINGS_JSON, VOCABULARY_JSON } from '../checkpoint/json.ts';
import { parseModules } from '../checkpoint/modules.ts';
import { tokenizerClass, tokenizerOf } from '../checkpoint/tokenizer-settings.ts';
import type { ByteSource, ModelFolder, TensorSource } from '../checkpoint/types.ts';
import { openEncoderWeights, openWeights } from '../checkpoint/weights.ts';
import { openWitness, type TokenWitness } from '../checkpoint/witness.ts';
import { CheckpointError } from '../lib/checkpoint-error.ts';
import { encoderTensorNames } from './canonical.ts';
import {
  type EncoderConfig,
  type EncoderSpec,
  FAMILY_LIST,
  familyOf,
  parseEncoderConfig,
} from './families/index.ts';
import type { InputRules, InstructionRole } from './input.ts';
import { parseInputRules } from './input-rules.ts';
import { checkDense, parseDense, parsePooling } from './module-configs.ts';
import type { DenseSpec } from './spec.ts';

/** A sentence-transformers folder, parsed once; its tensors are read on demand. */
export interface Checkpoint {
  readonly spec: EncoderSpec;
  /** The encoder's tensors, under the names they have in the file. */
  readonly weights: TensorSource;
  /** Sources of the Dense modules, in `spec.dense`'s order: "linear.weight" [out, in], "linear.bias" [out]. */
  readonly dense: readonly TensorSource[];
  /** Rules for reading instruction and text. */
  readonly input: InputRules;
  /** tokenizer.json with the settings that tokenizer_config.json overwrites: all that token ids depend on. */
  readonly tokenizerJson: object;
  /** Whether those settings changed it. */
  readonly tokenizerChanged: boolean;
  /** tokenizer_config.json; {} if the folder has none. */
  readonly tokenizerConfig: object;
  /** Opened files, by path in the folder: for counting and for checksums. */
  readonly files: ReadonlyMap<string, ByteSource>;
  /** Opens the vocabulary's other file (vocab.txt, spiece.model), to check token ids against; null without one. */
  witness(signal?: AbortSignal): Promise<TokenWitness | null>;
}

export interface OpenOptions {
  readonly signal?: AbortSignal | undefined;
  /** Instruction's role by the user, which overrides the folder. */
  readonly instruction?: InstructionRole | undefined;
}

/**
 * Opens a folder as sentence-transformers saves it (modules.json), or a plain transformer's, which
 * sentence-transformers reads as mean pooling without normalisation.
 *
 * @throws CheckpointError naming the file, and the field or tensor, for whatever is missing, wrong or not supported;
 * the signal's reason when cancelled.
 */
export async function openCheckpoint(
  folder: ModelFolder,
  { signal, instruction }: OpenOptions = {},
): Promise<Checkpoint> {
  const files = new Map<string, ByteSource>();
  const recorded: ModelFolder = {
    label: folder.label,
    async open(path, openSignal) {
      const source = await folder.open(path, openSignal);
      if (source !== null) files.set(path, source);
      return source;
    },
  };

  const modulesFile = await recorded.open('modules.json', signal);
  const modules =
    modulesFile === null
      ? { transformer: '', pooling: null, dense: [], normalize: false, instructor: false }
      : parseModules(modulesFile.name, await readJson(modulesFile, signal));

  const root = modules.transformer;
  const config = await required(recorded, `${root}config.json`, signal);
  const encoder = parseEncoderConfig(config);
  const family = familyOf(encoder);
  const tokenizerConfig = await optional(recorded, `${root}tokenizer_config.json`, signal);
  const sentenceBert = await optional(recorded, `${root}sentence_bert_config.json`, signal);
  const maxSeqLength = parseMaxSeqLength(encoder, config, sentenceBert, tokenizerConfig);

  let pooling: JsonObject | null = null;
  if (modules.pooling !== null) {
    pooling = await required(recorded, `${modules.pooling}config.json`, signal);
    parsePooling(pooling, encoder.hiddenSize);
  }
  const input = parseInputRules(
    {
      pooling,
      library: await optional(recorded, 'config_sentence_transformers.json', signal),
      sentenceBert,
      instructorModules: modules.instructor,
    },
    instruction,
  );
  let dim = encoder.hiddenSize;
  const specs: DenseSpec[] = [];
  const dense: TensorSource[] = [];
  for (const path of modules.dense) {
    const spec = parseDense(await required(recorded, `${path}config.json`, signal), dim);
    const weights = await openWeights(recorded, path, signal);
    checkDense(spec, weights);
    specs.push(spec);
    dense.push(weights);
    dim = spec.outFeatures;
  }

  const tokenizer = await required(recorded, `${root}tokenizer.json`, signal);
  const settings = {
    config: tokenizerConfig,
    model: config,
    defaultClass: `${family.tokenizer.className}Tokenizer`,
  };
  const tokenizerJson = tokenizerOf({
    ...settings,
    tokenizer,
    specialTokens: await optional(recorded, `${root}special_tokens_map.json`, signal),
    defaults: FAMILY_LIST.map((each) => each.tokenizer),
    vocabSize: encoder.vocabSize,
    lowercase: input.lowercase && input.package === 'sentence-transformers',
  });
  const described = modulesFile !== null;
  let witness: { readonly found: TokenWitness | null } | null = null;
  const facts = {
    tensors: encoderTensorNames(encoder),
    modules: family.exported,
    exportable: FAMILY_LIST.map(({ modelClass }) => modelClass).join(' or '),
    described,
  };
  const weights = await openEncoderWeights(recorded, root, facts, signal);
  return {
    spec: { ...encoder, maxSeqLength, dense: specs, normalize: modules.normalize, dim },
    weights,
    dense,
    input,
    tokenizerJson,
    tokenizerChanged: tokenizerJson !== tokenizer.fields,
    tokenizerConfig: tokenizerConfig?.fields ?? {},
    files,
    async witness(witnessSignal) {
      witness ??= {
        found: await openWitness(
          folder,
          root,
          {
            model: String((tokenizer.fields.model as { type?: unknown } | null)?.type),
            className: tokenizerClass(settings),
          },
          witnessSignal,
        ),
      };
      return witness.found;
    },
  };
}

async function optional(
  folder: ModelFolder,
  path: string,
  signal: AbortSignal | undefined,
): Promise<JsonObject | null> {
  const source = await folder.open(path, signal);
  if (source === null) return null;
  const size = path.endsWith('tokenizer.json') ? VOCABULARY_JSON : SETTINGS_JSON;
  return new JsonObject(source.name, await readJson(source, signal, size));
}

async function required(
  folder: ModelFolder,
  path: string,
  signal: AbortSignal | undefined,
): Promise<JsonObject> {
  const json = await optional(folder, path, signal);
  if (json !== null) return json;
  const fault = path.endsWith('tokenizer.json') ? null : await faultOf(folder, signal);
  if (fault !== null) {
    throw new CheckpointError(`is no whole model. ${fault}`, { file: folder.label });
  }
  const advice = path.endsWith('tokenizer.json')
    ? 'save the model with a fast tokenizer (AutoTokenizer.from_pretrained(…).save_pretrained(…)), which writes it'
    : 'the folder is not a whole model in sentence-transformers layout';
  throw new CheckpointError(`is missing; ${advice}`, { file: `${folder.label}/${path}` });
}

/**
 * Reads the length that sentence-transformers cuts at: sentence_bert_config.json; if that says nothing, the lesser of
 * the tokenizer's and the encoder's own limit.
 */
function parseMaxSeqLength(
  encoder: EncoderConfig,
  config: JsonObject,
  sentenceBert: JsonObject | null,
  tokenizer: JsonObject | null,
): number {
  const family = familyOf(encoder);
  if (sentenceBert?.has('max_seq_length')) {
    // At least two tokens: [CLS] or one token, and the end token.
    return sentenceBert.integer('max_seq_length', { min: 2, max: family.longest(encoder) });
  }
  const trained = family.trained(encoder, config);
  // A tokenizer without a limit writes 10^30.
  const limit = { min: 2, max: Number.MAX_VALUE, fallback: trained };
  return Math.min(trained, Math.floor(tokenizer?.number('model_max_length', limit) ?? trained));
}
