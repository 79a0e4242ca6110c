import { existsSync } from 'node:fs';
import { type FileHandle, mkdir, open, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { edit, type Files, instructor } from '../checkpoint-folders.ts';
import { toFloat16 } from './float16.ts';
import { pickleStateDict } from './state-dict-pickle.ts';
import { denseTensor, encoderTensors, type Shape, type SyntheticTensor } from './t5-weights.ts';
import { TorchZip, type WriteBytes } from './torch-zip.ts';

/**
 * Checkpoints of random weights like hkunlp/instructor-base, -large and -xl on the hub: the same files,
 * names, shapes and containers. They are written piece by piece, so that xl's 5 GB are never in memory.
 */

/** Sizes from sentence-transformers/gtr-t5-base, -large and -xl, from which INSTRUCTOR was trained. */
export const SIZES = {
  base: shape(768, 3072, 64, 12, 12),
  large: shape(1024, 4096, 64, 16, 24),
  xl: shape(1024, 16384, 128, 32, 24),
  /** xl's proportions (heads × head size is not the width, Dense narrows) for tests. */
  tiny: { ...shape(64, 512, 32, 4, 2), vocabulary: 512, dim: 48 },
} as const satisfies Record<string, Shape>;

export interface SyntheticOptions {
  readonly size: keyof typeof SIZES;
  /** Number of layers; default: the size's own. */
  readonly layers?: number | undefined;
  /** bin: pytorch_model.bin, as torch 1.13 saves it. */
  readonly container: 'bin' | 'safetensors';
  readonly dtype: 'fp32' | 'fp16';
  readonly seed: number;
  readonly onTensor?: (name: string, bytesDone: number) => void;
}

/** Number of values made at a time. */
const PIECE_VALUES = 1 << 20;

/** Folders of tokenizer.json and its companions: the real T5 one if this checkout has it, or a small one. */
const TOKENIZERS = ['../shared/tokenizers/t5', 'training/goldens/t5-bin/model'];
const TOKENIZER_FILES = [
  'tokenizer.json',
  'tokenizer_config.json',
  'special_tokens_map.json',
  'spiece.model',
];

/** Writes the folder and replaces existing files. @returns bytes of the encoder's weights */
export async function writeSyntheticCheckpoint(
  folder: string,
  options: SyntheticOptions,
): Promise<number> {
  const own = SIZES[options.size];
  const size = { ...own, layers: options.layers ?? own.layers };
  for (const [path, content] of Object.entries(jsonFiles(size, options.dtype))) {
    await mkdir(join(folder, dirname(path)), { recursive: true });
    await writeFile(join(folder, path), `${JSON.stringify(content, null, 2)}\n`);
  }
  await copyTokenizer(folder, options.size === 'tiny');
  await writeWeights(join(folder, '2_Dense'), [denseTensor(size, options.seed)], [], options);
  const tied = [['encoder.embed_tokens.weight', 'shared.weight']] as const;
  return writeWeights(folder, [...encoderTensors(size, options.seed)], tied, options);
}

function shape(
  hidden: number,
  feedForward: number,
  headSize: number,
  heads: number,
  layers: number,
): Shape {
  return { hidden, feedForward, headSize, heads, layers, vocabulary: 32128, dim: 768 };
}

/** instructor-base's own, with other sizes. */
function jsonFiles(size: Shape, dtype: SyntheticOptions['dtype']): Files {
  const published = Object.entries(instructor()).filter(
    ([path, content]) => !path.startsWith('tokenizer') && !(content instanceof Uint8Array),
  );
  const changes: Files = {
    'config.json': {
      _name_or_path: 'synthetic',
      d_ff: size.feedForward,
      d_kv: size.headSize,
      d_model: size.hidden,
      num_decoder_layers: size.layers,
      num_heads: size.heads,
      num_layers: size.layers,
      torch_dtype: dtype === 'fp32' ? 'float32' : 'float16',
      vocab_size: size.vocabulary,
    },
    'config_sentence_transformers.json': {
      __version__: {
        sentence_transformers: '2.2.0',
        transformers: '4.7.0',
        pytorch: '1.9.0+cu102',
      },
    },
    '1_Pooling/config.json': { word_embedding_dimension: size.hidden },
    '2_Dense/config.json': { in_features: size.hidden, out_features: size.dim },
  };
  return Object.entries(changes).reduce(
    (files, [path, fields]) => edit(files, path, { ...fields }),
    Object.fromEntries(published),
  );
}

async function copyTokenizer(folder: string, small: boolean): Promise<void> {
  const root = join(import.meta.dirname, '../..');
  const places = TOKENIZERS.map((place) => join(root, place)).slice(small ? 1 : 0);
  const place = places.find((each) => existsSync(join(each, 'tokenizer.json')));
  if (place === undefined) throw new Error(`no tokenizer in ${places.join(' or ')}`);
  for (const file of TOKENIZER_FILES) {
    const source = join(place, file);
    // Not copied as files, because the shared ones are read-only.
    if (existsSync(source)) await writeFile(join(folder, file), await readFile(source));
  }
}

/** @param tied Second names, each with its tensor's name. */
async function writeWeights(
  folder: string,
  tensors: readonly SyntheticTensor[],
  tied: readonly (readonly [name: string, of: string])[],
  options: SyntheticOptions,
): Promise<number> {
  await mkdir(folder, { recursive: true });
  const { container } = options;
  const name = container === 'bin' ? 'pytorch_model.bin' : 'model.safetensors';
  const file = await open(join(folder, name), 'w');
  let done = 0;
  const write: WriteBytes = async (bytes) => {
    await writeAll(file, bytes);
    done += bytes.byteLength;
  };
  const pieces = function* (tensor: SyntheticTensor) {
    options.onTensor?.(tensor.name, done);
    yield* piecesOf(tensor, options.dtype);
  };
  try {
    if (container === 'bin') await writeTorch(write, tensors, tied, options.dtype, pieces);
    else await writeSafetensors(write, tensors, options.dtype, pieces);
  } finally {
    await file.close();
  }
  return done;
}

type Pieces = (tensor: SyntheticTensor) => Iterable<Uint8Array>;

async function writeTorch(
  write: WriteBytes,
  tensors: readonly SyntheticTensor[],
  tied: readonly (readonly [name: string, of: string])[],
  dtype: SyntheticOptions['dtype'],
  pieces: Pieces,
): Promise<void> {
  const stored = tensors.flatMap(({ name, shape: tensorShape }, i) =>
    [name, ...tied.filter(([, of]) => of === name).map(([second]) => second)].map((each) => ({
      name: each,
      shape: tensorShape,
      key: String(i),
    })),
  );
  const zip = new TorchZip(write);
  const root = 'pytorch_model';
  const type = dtype === 'fp32' ? 'FloatStorage' : 'HalfStorage';
  await zip.add(`${root}/data.pkl`, [pickleStateDict(stored, type)]);
  // torch 1.13 sorts the keys as text: 0, 1, 10, 100, 101, …
  for (const key of tensors.map((_, i) => String(i)).sort()) {
    await zip.add(`${root}/data/${key}`, pieces(tensors[Number(key)]!));
  }
  await zip.add(`${root}/version`, [new TextEncoder().encode('3\n')]);
  await zip.finish();
}

async function writeSafetensors(
  write: WriteBytes,
  tensors: readonly SyntheticTensor[],
  dtype: SyntheticOptions['dtype'],
  pieces: Pieces,
): Promise<void> {
  const ordered = tensors.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const header: Record<string, unknown> = { __metadata__: { format: 'pt' } };
  let offset = 0;
  for (const { name, shape: tensorShape } of ordered) {
    const count = tensorShape.reduce((product, length) => product * length, 1);
    const end = offset + count * (dtype === 'fp32' ? 4 : 2);
    header[name] = {
      dtype: dtype === 'fp32' ? 'F32' : 'F16',
      shape: tensorShape,
      data_offsets: [offset, end],
    };
    offset = end;
  }
  const json = JSON.stringify(header);
  const padded = json.padEnd(Math.ceil(json.length / 8) * 8);
  const length = new Uint8Array(8);
  new DataView(length.buffer).setBigUint64(0, BigInt(padded.length), true);
  await write(length);
  await write(new TextEncoder().encode(padded));
  for (const tensor of ordered) {
    for (const piece of pieces(tensor)) await write(piece);
  }
}

function* piecesOf(
  tensor: SyntheticTensor,
  dtype: SyntheticOptions['dtype'],
): Generator<Uint8Array> {
  const columns = tensor.shape[1] ?? tensor.shape[0]!;
  const count = tensor.shape.reduce((product, length) => product * length, 1);
  const step = Math.max(1, Math.floor(PIECE_VALUES / columns)) * columns;
  for (let start = 0; start < count; start += step) {
    const values = new Float32Array(Math.min(step, count - start));
    tensor.fill(values);
    yield new Uint8Array(dtype === 'fp32' ? values.buffer : toFloat16(values).buffer);
  }
}

async function writeAll(file: FileHandle, bytes: Uint8Array): Promise<void> {
  for (let written = 0; written < bytes.byteLength; ) {
    written += (await file.write(bytes, written)).bytesWritten;
  }
}
