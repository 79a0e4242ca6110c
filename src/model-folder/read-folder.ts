/** Reads the model from the files of a model folder. */
import { type JsonSize, readJson, SETTINGS_JSON, VOCABULARY_JSON } from '../checkpoint/json.ts';
import { openSafetensors } from '../checkpoint/safetensors.ts';
import type { ByteSource, TensorSource } from '../checkpoint/types.ts';
import { TOKENIZER_CONFIG_FILE, TOKENIZER_FILE } from './files.ts';
import { type Manifest, type Model, readWeights } from './format.ts';

/** Returns a file of the folder, verified. */
export type OpenFile = (name: string) => Promise<ByteSource>;

/**
 * @param open Called for one file after the other, the weights in the order of the manifest.
 * @throws CheckpointError if a tensor has a type that no graph reads, or the canary does not fit; errors of `open`.
 */
export async function readModel(manifest: Manifest, open: OpenFile): Promise<Model> {
  const { name, precision, spec, input } = manifest;
  async function* shards(): AsyncGenerator<TensorSource> {
    for (const file of manifest.weights) yield await openSafetensors(await open(file));
  }
  const { tensors, canary } = await readWeights(manifest, shards());
  const json = async (file: string, size: JsonSize) =>
    (await readJson(await open(file), undefined, size)) as object;
  return {
    name,
    precision,
    spec,
    input,
    tensors,
    tokenizerJson: await json(TOKENIZER_FILE, VOCABULARY_JSON),
    tokenizerConfig: await json(TOKENIZER_CONFIG_FILE, SETTINGS_JSON),
    canary,
  };
}
