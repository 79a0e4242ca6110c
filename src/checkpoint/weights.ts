import { CheckpointError } from '../lib/checkpoint-error.ts';
import { faultOf } from './fault.ts';
import { JsonObject, readJson } from './json.ts';
import { type EncoderFacts, openOnnxEncoder } from './onnx/open-onnx.ts';
import { openPyTorch } from './pytorch.ts';
import { openSafetensors } from './safetensors.ts';
import { tensorSource } from './tensor-source.ts';
import type { ByteSource, ModelFolder, TensorInfo, TensorSource } from './types.ts';

type OpenWeights = (source: ByteSource, signal?: AbortSignal) => Promise<TensorSource>;

/** Files that may hold a module's weights, the preferred one first. */
const FORMATS: readonly { readonly file: string; readonly open: OpenWeights }[] = [
  { file: 'model.safetensors', open: openSafetensors },
  { file: 'pytorch_model.bin', open: openPyTorch },
];

/**
 * Opens the weights of one module: safetensors if there, else pytorch_model.bin, each whole or in shards with an index.
 *
 * @param prefix the module's folder with a closing slash, or "".
 * @throws CheckpointError if neither is there, or the file cannot be read.
 */
export async function openWeights(
  folder: ModelFolder,
  prefix: string,
  signal?: AbortSignal,
): Promise<TensorSource> {
  const found = await findWeights(folder, prefix, signal);
  if (found === null) throw await noWeights(folder, prefix, '', signal);
  return found;
}

/**
 * Opens the weights of the Transformer module: as `openWeights`, else from an ONNX file.
 * @throws CheckpointError as `openWeights`; if only an ONNX file is there and no file describes it.
 */
export async function openEncoderWeights(
  folder: ModelFolder,
  prefix: string,
  encoder: EncoderFacts,
  signal?: AbortSignal,
): Promise<TensorSource> {
  const found =
    (await findWeights(folder, prefix, signal)) ??
    (await openOnnxEncoder(folder, prefix, encoder, signal));
  if (found === null) {
    throw await noWeights(folder, prefix, ', or an ONNX file of the encoder', signal);
  }
  return found;
}

async function findWeights(
  folder: ModelFolder,
  prefix: string,
  signal: AbortSignal | undefined,
): Promise<TensorSource | null> {
  for (const { file, open } of FORMATS) {
    const whole = await folder.open(prefix + file, signal);
    if (whole !== null) return open(whole, signal);
    const index = await folder.open(`${prefix}${file}.index.json`, signal);
    if (index !== null) return openShards(folder, prefix, index, open, signal);
  }
  return null;
}

async function noWeights(
  folder: ModelFolder,
  prefix: string,
  others: string,
  signal: AbortSignal | undefined,
): Promise<CheckpointError> {
  const files = FORMATS.map(({ file }) => file).join(', ');
  const needed = `one of ${files}${others} must be there`;
  const fault = (await faultOf(folder, signal)) ?? '';
  return new CheckpointError(`has no weights; ${needed}${fault === '' ? '' : `. ${fault}`}`, {
    file: `${folder.label}/${prefix}`,
  });
}

async function openShards(
  folder: ModelFolder,
  prefix: string,
  index: ByteSource,
  open: OpenWeights,
  signal: AbortSignal | undefined,
): Promise<TensorSource> {
  const file = index.name;
  const json = new JsonObject(file, await readJson(index, signal));
  const { fields: weightMap } = new JsonObject(`${file}: weight_map`, json.fields.weight_map);
  const shards = new Map<string, TensorSource>();
  const tensors = new Map<string, TensorInfo>();
  for (const [name, shardFile] of Object.entries(weightMap)) {
    if (typeof shardFile !== 'string') {
      throw new CheckpointError('the index gives no file name for it', { file, tensor: name });
    }
    let shard = shards.get(shardFile);
    if (shard === undefined) {
      const source = await folder.open(prefix + shardFile, signal);
      if (source === null) {
        throw new CheckpointError(`${shardFile} is missing; fetch it from where the model came`, {
          file,
          tensor: name,
        });
      }
      shard = await open(source, signal);
      shards.set(shardFile, shard);
    }
    const info = shard.tensors.get(name);
    if (info === undefined) {
      throw new CheckpointError(`is not in ${shardFile}, where the index puts it`, {
        file,
        tensor: name,
      });
    }
    tensors.set(name, info);
  }
  return tensorSource(file, tensors, ({ name }, readSignal, rows) =>
    shards.get(weightMap[name] as string)!.read(name, readSignal, rows),
  );
}
