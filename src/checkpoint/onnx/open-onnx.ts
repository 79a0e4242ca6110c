import { CheckpointError } from '../../lib/checkpoint-error.ts';
import { refuseLfsPointer } from '../safetensors.ts';
import { checkFolderPath } from '../source.ts';
import { type ReadTensor, tensorSource } from '../tensor-source.ts';
import type { ByteSource, ModelFolder, TensorInfo, TensorSource } from '../types.ts';
import { findWeights } from './find-weights.ts';
import { Graph, type StoredWeight } from './graph.ts';
import { type OnnxModel, readOnnxModel } from './model.ts';
import { type ExportedModules, ModuleNames } from './names.ts';
import { checkWeight, readWeight, shapeOf, type TensorFiles } from './read-weight.ts';

/**
 * Paths where exporters put an encoder, the finest first: optimum's names, and those of transformers.js' conversion
 * script, whose public copies lie in a folder of their own.
 */
const FILES: readonly string[] = [
  ...['', '_fp16', '_quantized', '_int8', '_uint8'].flatMap((suffix) =>
    ['onnx/model', 'model', 'onnx/encoder_model', 'encoder_model'].map(
      (name) => `${name}${suffix}.onnx`,
    ),
  ),
];

/** Tensors to look for, and facts about the files beside them. */
export interface EncoderFacts {
  /** Names that must be there, as PyTorch has them; one of each line's alternatives. */
  readonly tensors: readonly (readonly string[])[];
  readonly modules: ExportedModules;
  /** Class to export, for advice: "BertModel". */
  readonly exportable: string;
  /** Whether modules.json names the modules after the encoder. */
  readonly described: boolean;
}

/**
 * Opens an encoder's weights in an ONNX graph, under PyTorch's names, in its orientation, dequantised. Reads only the
 * graph and the tensors' places for now.
 *
 * @param prefix the Transformer module's folder with a closing slash, or "".
 * @returns null without an ONNX file.
 * @throws CheckpointError if an ONNX file is there but no file describes the modules after it, if it cannot be read, or
 * if a weight is not recognised in it.
 */
export async function openOnnxEncoder(
  folder: ModelFolder,
  prefix: string,
  facts: EncoderFacts,
  signal?: AbortSignal,
): Promise<TensorSource | null> {
  for (const name of FILES) {
    const path = prefix + name;
    const source = await folder.open(path, signal);
    if (source === null) continue;
    // ONNX copies leave out the modules after the encoder, so their absence says nothing.
    if (facts.described) return openOnnx(folder, path, source, facts, signal);
    throw new CheckpointError(
      'holds an encoder alone: put modules.json of the model it was made from beside it, and the folders that it names (1_Pooling, 2_Dense)',
      { file: source.name },
    );
  }
  return null;
}

async function openOnnx(
  folder: ModelFolder,
  path: string,
  source: ByteSource,
  facts: EncoderFacts,
  signal: AbortSignal | undefined,
): Promise<TensorSource> {
  const file = source.name;
  refuseLfsPointer(file, await source.read(0, Math.min(source.size, 64), signal));
  const model = await readOnnxModel(source, signal);
  const weights = named(file, model, facts);
  const beside = path.slice(0, path.lastIndexOf('/') + 1);
  const files = await openFiles(folder, beside, source, weights, signal);
  const tensors = new Map<string, TensorInfo>();
  for (const [name, weight] of weights) {
    checkWeight(files, weight);
    tensors.set(name, { name, dtype: 'F32', shape: shapeOf(weight) });
  }
  const read: ReadTensor = async ({ name, shape }, readSignal, rows) => {
    const values = await readWeight(files, weights.get(name)!, readSignal);
    const width = values.length / shape[0]!;
    const part = rows ? values.slice(rows.start * width, rows.end * width) : values;
    return new Uint8Array(part.buffer, part.byteOffset, part.byteLength);
  };
  // A weight may be stored transposed or quantised.
  return tensorSource(file, tensors, read, { byRows: false });
}

/** Operators of graphs that a runtime has optimised or quantised in its own way: weights are joined or packed. */
const OTHER_FORMS =
  /^(MatMulNBits|MatMulBnb4|GatherBlockQuantized|Attention|MultiHeadAttention|QAttention|DynamicQuantizeMatMul|MatMulIntegerToFloat|EmbedLayerNormalization|QLinearMatMul|FusedMatMul)$/;

/** Picks the requested weights. @throws CheckpointError naming the first that was not recognised. */
function named(
  file: string,
  model: OnnxModel,
  { tensors, modules, exportable }: EncoderFacts,
): ReadonlyMap<string, StoredWeight> {
  const found = findWeights(new Graph(file, model), new ModuleNames(modules));
  const weights = new Map<string, StoredWeight>();
  for (const names of tensors) {
    const name = names.find((candidate) => found.has(candidate));
    if (name === undefined) {
      const other = model.nodes.find(({ op }) => OTHER_FORMS.test(op));
      const reason =
        other === undefined
          ? `export ${exportable} by optimum or torch.onnx (without dynamo), in 32 or 16 bits or through quantize_dynamic`
          : `the graph has ${other.op} nodes, of an optimised or otherwise quantised export; take a plain export, or one through quantize_dynamic`;
      throw new CheckpointError(
        `was not recognised among the ${model.tensors.size} tensors and ${model.nodes.length} nodes of this ONNX file: ${reason}`,
        { file, tensor: names[0] },
      );
    }
    weights.set(names[0]!, found.get(name)!);
  }
  return weights;
}

/** Opens the files beside the graph that hold weights. */
async function openFiles(
  folder: ModelFolder,
  beside: string,
  source: ByteSource,
  weights: ReadonlyMap<string, StoredWeight>,
  signal: AbortSignal | undefined,
): Promise<TensorFiles> {
  const opened = new Map<string | null, ByteSource>([[null, source]]);
  for (const [name, { tensor, quantisation }] of weights) {
    for (const part of [tensor, quantisation?.scale, quantisation?.zero]) {
      const location = part?.data.location ?? null;
      if (opened.has(location)) continue;
      checkFolderPath(source.name, location!);
      const external = await folder.open(beside + location, signal);
      if (external === null) {
        throw new CheckpointError(
          `lies in ${JSON.stringify(location!.slice(0, 200))}, which is missing beside the ONNX file; fetch it from where that came`,
          { file: source.name, tensor: name },
        );
      }
      opened.set(location, external);
    }
  }
  return { file: (location) => opened.get(location)! };
}
