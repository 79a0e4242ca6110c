/** A family's own graph inputs: declared when a graph is written, filled when it runs. */
import type { EncoderFamily, OwnValues } from './families/family.ts';
import { type EncoderSpec, familyOf } from './families/index.ts';
import type { GraphWriter } from './onnx.ts';

type Inputs = EncoderFamily<EncoderSpec>['inputs'];

/** Reader of an input: the part before the first layer, or the layers. */
type InputReader = Inputs[number]['readBy'];

export function ownInputs(graph: GraphWriter, inputs: Inputs): OwnValues {
  return Object.fromEntries(
    inputs.map(({ name, shape }) => [name, graph.input(name, 'int32', shape)]),
  );
}

/** Returns the inputs that a group (canonical.ts) reads. */
export function inputsOfGroup(spec: EncoderSpec, group: string): Inputs {
  const reader: InputReader | null =
    group === 'embed' ? 'embed' : group === 'head' ? null : 'layers';
  return familyOf(spec).inputs.filter(({ readBy }) => readBy === reader);
}

/** An int32 tensor for the runtime. */
interface Feed {
  readonly name: string;
  readonly data: Int32Array<ArrayBuffer>;
  readonly dims: readonly number[];
}

/** @param length Tokens of each text in the batch. */
export function ownFeeds(spec: EncoderSpec, inputs: Inputs, length: number): Feed[] {
  return inputs.map((input) => ({
    name: input.name,
    data: input.values(spec, length),
    dims: input.shape.map(() => length),
  }));
}
