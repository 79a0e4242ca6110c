/**
 * Says why a folder is no model, where its contents show it: half of a download, a part of a model, a model in another
 * form. Each message says what helps.
 */
import { excerpt } from '../lib/excerpt.ts';
import { isolated } from '../lib/isolate.ts';
import { JsonObject, readJson } from './json.ts';
import type { ModelFolder } from './types.ts';

/** The browser's folder dialog, and a drop, hand over no symbolic links. */
export const LINKS_LEFT_OUT =
  'A browser leaves symbolic links out, and Hugging Face’s cache (models--…/snapshots/…) is made of them. Copy the folder with “cp -rL <folder> <copy>”, or fetch it with “hf download <model> --local-dir <folder>”, and choose that.';

const SAVE_AGAIN =
  'In Python, load it with SentenceTransformer(…), and save it with model.save(…): choose the folder that it writes.';

interface Fault {
  readonly at: RegExp;
  /** Path that reveals the fault in a folder that cannot be listed. */
  readonly probe?: string;
  readonly words: string;
}

/** Faults, the surest first. */
const FAULTS: readonly Fault[] = [
  {
    at: /\.(incomplete|part|crdownload|partial|aria2)$/,
    words:
      'A download of it did not end (a file ends in .incomplete or the like). Start the download again, and choose the folder when it is through.',
  },
  {
    at: /(^|\/)(blobs|snapshots|refs)\//,
    words: `It is a folder of Hugging Face’s cache. ${LINKS_LEFT_OUT}`,
  },
  {
    at: /(^|\/)[\w.-]+-\d{5}-of-\d{5}\.(safetensors|bin)$/,
    words:
      'Its weights are in parts, and the list of the parts (*.index.json) is not there. Fetch the whole folder again.',
  },
  {
    at: /\.gguf$/i,
    words:
      'It holds a GGUF file, which is made for llama.cpp: its weights are quantised in another way. Choose the model that it was made from.',
  },
  {
    at: /(^|\/)(tf_model\.h5|flax_model\.msgpack|saved_model\.pb|rust_model\.ot)$/,
    probe: 'tf_model.h5',
    words: `Its weights are TensorFlow’s, Flax’s or Rust’s alone, and Facet reads safetensors, PyTorch and ONNX. ${SAVE_AGAIN}`,
  },
  {
    at: /\.onnx(_data|\.data)?$/,
    words:
      'It holds an ONNX file and not what describes it. Choose the whole folder, with config.json, tokenizer.json and modules.json.',
  },
  {
    at: /\.(ckpt|pth|pt|h5|npz|mlmodel|tflite|engine)$/,
    words: `Its weights are in a form that Facet does not read: it reads safetensors, PyTorch’s pytorch_model.bin and ONNX. ${SAVE_AGAIN}`,
  },
];

/** Finds the fault by the names of a folder's files alone; null if they tell nothing. */
export function faultOfNames(paths: readonly string[]): string | null {
  const fault = FAULTS.find(({ at }) => paths.some((path) => at.test(path)));
  return fault?.words ?? null;
}

/** Finds the fault of a folder that lacks config.json or the weights. Asks for few files where it cannot list them. */
export async function faultOf(folder: ModelFolder, signal?: AbortSignal): Promise<string | null> {
  const adapter = await folder.open('adapter_config.json', signal);
  if (adapter !== null) {
    const json = new JsonObject(adapter.name, await readJson(adapter, signal));
    const base: unknown = json.fields.base_model_name_or_path;
    const of = typeof base === 'string' && base !== '' ? ` of ${isolated(excerpt(base, 100))}` : '';
    return `It is an adapter (PEFT, LoRA)${of}, which holds the changes to a model and not the model. In Python, load it over its model, call merge_and_unload(), save the result, and choose that.`;
  }
  if (folder.paths !== undefined) return faultOfNames(folder.paths);
  for (const { probe, words } of FAULTS) {
    if (probe !== undefined && (await folder.open(probe, signal)) !== null) return words;
  }
  return null;
}
