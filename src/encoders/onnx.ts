/**
 * Writes the part of ONNX that Facet's graphs use: nodes, constants, and initializers whose bytes lie outside the
 * protobuf ("external data"), so that weights are never copied into it and its 2 GB limit never binds. Field numbers:
 * onnx/onnx.proto3.
 */
import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire';

/** onnx.TensorProto.DataType */
const ELEMENT_TYPE = { float: 1, uint8: 2, int8: 3, int32: 6, int64: 7 } as const;
export type ElementType = keyof typeof ELEMENT_TYPE;

/** Name of a value in the graph: a node's output, an input, or an initializer. */
export type Value = string & { readonly __value: unique symbol };

/** A float attribute is marked: `1` alone would be written as an integer. */
interface FloatAttribute {
  readonly float: number;
}
export type Attribute = number | string | readonly number[] | FloatAttribute;

/** Bytes that the graph names by path; the runtime gets them beside the graph. */
export interface ExternalTensor {
  readonly path: string;
  readonly data: Uint8Array;
}

/**
 * Decides where a weight's bytes lie in files on a disk: in one of many, from an offset on. Null puts them into the
 * protobuf.
 */
export type Placement = (
  path: string,
  data: Uint8Array,
) => { readonly location: string; readonly offset: number } | null;

export interface OnnxGraph {
  /** Serialised ModelProto. */
  readonly model: Uint8Array<ArrayBuffer>;
  readonly external: readonly ExternalTensor[];
}

/** Contrib operators of ONNX Runtime (MatMulNBits, SkipLayerNormalization, …). */
export const CONTRIB = 'com.microsoft';
const OPSET = 20;
const IR_VERSION = 9;

export class GraphWriter {
  readonly #nodes: Uint8Array[] = [];
  readonly #initializers: Uint8Array[] = [];
  readonly #inputs: Uint8Array[] = [];
  readonly #outputs: Uint8Array[] = [];
  readonly #external: ExternalTensor[] = [];
  readonly #constants = new Map<string, Value>();
  readonly #place: Placement;
  #count = 0;

  /** @param place By default each weight is a file of its own, which `finish` gives. */
  constructor(place?: Placement) {
    this.#place =
      place ??
      ((path, data) => {
        this.#external.push({ path, data });
        return { location: path, offset: 0 };
      });
  }

  /** Declares a graph input; strings in `shape` are symbolic dimensions. */
  input(name: string, type: ElementType, shape: readonly (number | string)[]): Value {
    this.#inputs.push(valueInfo(name, type, shape));
    return name as Value;
  }

  /** Declares `value` a graph output under `name`. */
  output(name: string, type: ElementType, shape: readonly (number | string)[], value: Value): void {
    this.#node('Identity', [value], [name], {}, '');
    this.#outputs.push(valueInfo(name, type, shape));
  }

  /** Adds a node with one output. An omitted optional input is null. */
  op(
    type: string,
    inputs: readonly (Value | null)[],
    attributes: Readonly<Record<string, Attribute>> = {},
    domain = '',
  ): Value {
    return this.ops(type, inputs, 1, attributes, domain)[0]!;
  }

  /** Adds a node with several outputs. */
  ops(
    type: string,
    inputs: readonly (Value | null)[],
    outputs: number,
    attributes: Readonly<Record<string, Attribute>> = {},
    domain = '',
  ): Value[] {
    const names = Array.from({ length: outputs }, () => `v${this.#count++}`);
    this.#node(type, inputs, names, attributes, domain);
    return names as Value[];
  }

  /** Adds a float constant; shape [] for a scalar. Equal constants are shared. */
  float(values: number | readonly number[]): Value {
    return this.#constant('float', values, (list) => new Float32Array(list));
  }

  int64(values: number | readonly number[]): Value {
    return this.#constant('int64', values, (list) => new BigInt64Array(list.map(BigInt)));
  }

  uint8(value: number): Value {
    return this.#constant('uint8', value, (list) => new Uint8Array(list));
  }

  /** Adds a weight whose bytes stay outside the protobuf, unless the placement says otherwise. */
  weight(path: string, type: ElementType, shape: readonly number[], data: Uint8Array): Value {
    const writer = tensorHeader(path, type, shape);
    const place = this.#place(path, data);
    if (place === null) {
      this.#initializers.push(writer.tag(9, WireType.LengthDelimited).bytes(data).finish());
      return path as Value;
    }
    for (const [key, value] of [
      ['location', place.location],
      ['offset', String(place.offset)],
      ['length', String(data.byteLength)],
    ] as const) {
      writer.tag(13, WireType.LengthDelimited).fork();
      writer.tag(1, WireType.LengthDelimited).string(key);
      writer.tag(2, WireType.LengthDelimited).string(value);
      writer.join();
    }
    writer.tag(14, WireType.Varint).int32(1); // data_location = EXTERNAL
    this.#initializers.push(writer.finish());
    return path as Value;
  }

  finish(): OnnxGraph {
    const graph = new BinaryWriter();
    for (const node of this.#nodes) graph.tag(1, WireType.LengthDelimited).bytes(node);
    graph.tag(2, WireType.LengthDelimited).string('facet');
    for (const tensor of this.#initializers) graph.tag(5, WireType.LengthDelimited).bytes(tensor);
    for (const value of this.#inputs) graph.tag(11, WireType.LengthDelimited).bytes(value);
    for (const value of this.#outputs) graph.tag(12, WireType.LengthDelimited).bytes(value);

    const model = new BinaryWriter();
    model.tag(1, WireType.Varint).int64(IR_VERSION);
    model.tag(2, WireType.LengthDelimited).string('facet');
    model.tag(7, WireType.LengthDelimited).bytes(graph.finish());
    for (const [domain, version] of [
      ['', OPSET],
      [CONTRIB, 1],
    ] as const) {
      model.tag(8, WireType.LengthDelimited).fork();
      model.tag(1, WireType.LengthDelimited).string(domain);
      model.tag(2, WireType.Varint).int64(version);
      model.join();
    }
    return { model: model.finish(), external: this.#external };
  }

  #node(
    type: string,
    inputs: readonly (Value | null)[],
    outputs: readonly string[],
    attributes: Readonly<Record<string, Attribute>>,
    domain: string,
  ): void {
    const writer = new BinaryWriter();
    for (const input of inputs) writer.tag(1, WireType.LengthDelimited).string(input ?? '');
    for (const output of outputs) writer.tag(2, WireType.LengthDelimited).string(output);
    writer.tag(3, WireType.LengthDelimited).string(`${type}_${this.#nodes.length}`);
    writer.tag(4, WireType.LengthDelimited).string(type);
    for (const [name, value] of Object.entries(attributes)) {
      writer.tag(5, WireType.LengthDelimited).bytes(attributeProto(name, value));
    }
    if (domain !== '') writer.tag(7, WireType.LengthDelimited).string(domain);
    this.#nodes.push(writer.finish());
  }

  #constant(
    type: ElementType,
    values: number | readonly number[],
    toArray: (list: readonly number[]) => ArrayBufferView,
  ): Value {
    // JSON would not do: it writes −0 as 0, and both infinities as null.
    const key = `${type}:${typeof values === 'number' ? '' : 'list '}${[values].flat().map((value) => (Object.is(value, -0) ? '-0' : String(value)))}`;
    const known = this.#constants.get(key);
    if (known !== undefined) return known;
    const list = typeof values === 'number' ? [values] : values;
    const name = `c${this.#constants.size}` as Value;
    const array = toArray(list);
    const writer = tensorHeader(name, type, typeof values === 'number' ? [] : [list.length]);
    writer
      .tag(9, WireType.LengthDelimited)
      .bytes(new Uint8Array(array.buffer, array.byteOffset, array.byteLength));
    this.#initializers.push(writer.finish());
    this.#constants.set(key, name);
    return name;
  }
}

function tensorHeader(name: string, type: ElementType, shape: readonly number[]): BinaryWriter {
  const writer = new BinaryWriter();
  for (const dim of shape) writer.tag(1, WireType.Varint).int64(dim);
  writer.tag(2, WireType.Varint).int32(ELEMENT_TYPE[type]);
  writer.tag(8, WireType.LengthDelimited).string(name);
  return writer;
}

function valueInfo(
  name: string,
  type: ElementType,
  shape: readonly (number | string)[],
): Uint8Array {
  const writer = new BinaryWriter();
  writer.tag(1, WireType.LengthDelimited).string(name);
  writer.tag(2, WireType.LengthDelimited).fork(); // TypeProto
  writer.tag(1, WireType.LengthDelimited).fork(); // TypeProto.Tensor
  writer.tag(1, WireType.Varint).int32(ELEMENT_TYPE[type]);
  writer.tag(2, WireType.LengthDelimited).fork(); // TensorShapeProto
  for (const dim of shape) {
    writer.tag(1, WireType.LengthDelimited).fork();
    if (typeof dim === 'number') writer.tag(1, WireType.Varint).int64(dim);
    else writer.tag(2, WireType.LengthDelimited).string(dim);
    writer.join();
  }
  writer.join().join().join();
  return writer.finish();
}

function attributeProto(name: string, value: Attribute): Uint8Array {
  const writer = new BinaryWriter();
  writer.tag(1, WireType.LengthDelimited).string(name);
  if (typeof value === 'number') {
    writer.tag(3, WireType.Varint).int64(value);
    writer.tag(20, WireType.Varint).int32(2);
  } else if (typeof value === 'string') {
    writer.tag(4, WireType.LengthDelimited).string(value);
    writer.tag(20, WireType.Varint).int32(3);
  } else if ('float' in value) {
    writer.tag(2, WireType.Bit32).float(value.float);
    writer.tag(20, WireType.Varint).int32(1);
  } else {
    for (const item of value) writer.tag(8, WireType.Varint).int64(item);
    writer.tag(20, WireType.Varint).int32(7);
  }
  return writer.finish();
}
