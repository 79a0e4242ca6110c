/** State of a conversion, stored while it is not done. */
import { openSafetensors } from '../checkpoint/safetensors.ts';
import { memorySource } from '../checkpoint/source.ts';
import { bytesOf, type ModelTensor, type ModelTensors } from '../encoders/tensors.ts';
import { encodeShard } from './format.ts';

/** State to resume a conversion from: hidden states of the texts run along, after some group. */
export interface Passage {
  /** Number of finished groups. */
  readonly done: number;
  /**
   * States by the source's weights: the canary's texts, then the calibration's. Float32Array [tokens × d_model] each.
   */
  readonly source: readonly Float32Array[];
  /** States by the stored weights: the canary's texts. */
  readonly stored: readonly Float32Array[];
  /** States as `stored`, with activations in 8 bits; empty at precisions that have no such path. */
  readonly integer: readonly Float32Array[];
  /** Tensors of an earlier group that later ones read (T5's relative bias). */
  readonly shared: ModelTensors;
}

export function encodePassage({
  done,
  source,
  stored,
  integer,
  shared,
}: Passage): Uint8Array<ArrayBuffer> {
  const tensors = new Map<string, ModelTensor>();
  const put = (name: string, values: Float32Array) =>
    tensors.set(name, { dtype: 'F32', shape: [values.length], data: bytesOf(values) });
  put('done', Float32Array.of(done));
  for (const [i, values] of source.entries()) put(`source.${i}`, values);
  for (const [i, values] of stored.entries()) put(`stored.${i}`, values);
  for (const [i, values] of integer.entries()) put(`integer.${i}`, values);
  for (const [name, tensor] of shared) tensors.set(`shared.${name}`, tensor);
  return encodeShard(tensors);
}

/** @throws CheckpointError if it is damaged. */
export async function decodePassage(bytes: Uint8Array): Promise<Passage> {
  const file = await openSafetensors(memorySource('import.safetensors', bytes));
  const floats = async (name: string) => file.readFloat32(name, file.tensors.get(name)!.shape);
  const numbered = async (prefix: string) => {
    const states: Float32Array[] = [];
    while (file.tensors.has(`${prefix}.${states.length}`)) {
      states.push(await floats(`${prefix}.${states.length}`));
    }
    return states;
  };
  const shared = new Map<string, ModelTensor>();
  for (const { name, shape } of file.tensors.values()) {
    if (!name.startsWith('shared.')) continue;
    const data = await file.read(name);
    shared.set(name.slice('shared.'.length), { dtype: 'F32', shape, data });
  }
  const [reached] = await floats('done');
  return {
    done: reached ?? -1,
    source: await numbered('source'),
    stored: await numbered('stored'),
    integer: await numbered('integer'),
    shared,
  };
}
