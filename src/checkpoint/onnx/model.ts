/**
 * Reads the part of an ONNX file (onnx/onnx.proto3) that locates weights: the graph's nodes, and where each
 * initializer's bytes lie. Does not read the weights themselves.
 */
import { WireType } from '@bufbuild/protobuf/wire';
import { CheckpointError } from '../../lib/checkpoint-error.ts';
import { elementCount } from '../dtype.ts';
import type { ByteSource } from '../types.ts';
import { type Field, messageFields, ProtobufFile, packedVarints } from './protobuf.ts';

export interface Node {
  readonly name: string;
  readonly op: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: ReadonlyMap<string, number | readonly number[]>;
}

/** An initializer. */
export interface Tensor {
  readonly name: string;
  /** onnx.TensorProto.DataType */
  readonly type: number;
  readonly shape: readonly number[];
  readonly elements: number;
  readonly data: TensorBytes;
}

interface TensorBytes {
  /** Path from the ONNX file to the file that holds the data; null: the ONNX file itself. */
  readonly location: string | null;
  readonly start: number;
  /** End of the data; null: as many bytes as the shape has. */
  readonly end: number | null;
  /** Whether the data are packed varints instead of little-endian elements. */
  readonly varints: boolean;
  /** Bytes, where they are few: scales, zero points and norms cost no read of their own. */
  readonly here: Uint8Array<ArrayBuffer> | null;
}

export interface OnnxModel {
  readonly nodes: readonly Node[];
  readonly tensors: ReadonlyMap<string, Tensor>;
}

const FEW_BYTES = 16 * 1024;
/** Largest node: nodes hold names, and constants of a few numbers. */
const MAX_NODE_BYTES = 1 << 20;
const MAX_TENSOR_RANK = 16;

/** @throws CheckpointError if the file is not ONNX, or is cut short or damaged. */
export async function readOnnxModel(source: ByteSource, signal?: AbortSignal): Promise<OnnxModel> {
  const file = new ProtobufFile(source, signal);
  const nodes: Node[] = [];
  const tensors = new Map<string, Tensor>();
  let graphs = 0;
  for await (const field of file.fields(0, source.size)) {
    if (field.number !== 7 || field.type !== WireType.LengthDelimited) continue;
    graphs++;
    for await (const part of file.fields(field.start, field.end)) {
      if (part.type !== WireType.LengthDelimited) continue;
      if (part.number === 1) nodes.push(await readNode(file, part));
      if (part.number === 5) {
        const tensor = await readTensor(file, part);
        if (tensors.has(tensor.name)) throw fault(source, 'stands twice in the file', tensor.name);
        tensors.set(tensor.name, tensor);
      }
    }
  }
  if (graphs !== 1) {
    throw fault(
      source,
      `has ${graphs} graphs where an ONNX file has one; fetch or export it again`,
    );
  }
  return { nodes, tensors };
}

function fault(source: ByteSource, message: string, tensor?: string): CheckpointError {
  return new CheckpointError(message, { file: source.name, tensor });
}

async function readNode(file: ProtobufFile, { start, end }: Field): Promise<Node> {
  if (end - start > MAX_NODE_BYTES) {
    throw fault(
      file.source,
      `has a node of ${end - start} bytes: weights inside nodes are not supported; export it with its weights as initializers`,
    );
  }
  const bytes = await file.bytes(start, end);
  const text = (field: Field) => decode(bytes.subarray(field.start, field.end));
  let [name, op] = ['', ''];
  const inputs: string[] = [];
  const outputs: string[] = [];
  const attributes = new Map<string, number | readonly number[]>();
  for (const field of messageFields(bytes)) {
    if (field === null) throw fault(file.source, `has a damaged node at byte ${start}`);
    if (field.type !== WireType.LengthDelimited) continue;
    if (field.number === 1) inputs.push(text(field));
    if (field.number === 2) outputs.push(text(field));
    if (field.number === 3) name = text(field);
    if (field.number === 4) op = text(field);
    if (field.number === 5) {
      const attribute = readAttribute(bytes.subarray(field.start, field.end));
      if (attribute !== null) attributes.set(...attribute);
    }
  }
  return { name, op, inputs, outputs, attributes };
}

/** Reads a number or a list of integers; null for an attribute of another kind. */
function readAttribute(bytes: Uint8Array): [string, number | readonly number[]] | null {
  let name = '';
  let number: number | null = null;
  const list: number[] = [];
  for (const field of messageFields(bytes)) {
    if (field === null) return null;
    if (field.number === 1) name = decode(bytes.subarray(field.start, field.end));
    if (field.number === 2 && field.type === WireType.Bit32) {
      number = new DataView(bytes.buffer, bytes.byteOffset + field.start).getFloat32(0, true);
    }
    if (field.number === 3 && field.type === WireType.Varint) number = field.value;
    if (field.number === 8 && field.type === WireType.Varint) list.push(field.value);
  }
  if (number !== null) return [name, number];
  return list.length > 0 ? [name, list] : null;
}

/** Fields that hold a tensor's elements: raw_data, and the lists of one type. */
const DATA_FIELDS = new Set([4, 5, 7, 9, 10, 11]);

async function readTensor(file: ProtobufFile, { start, end }: Field): Promise<Tensor> {
  let [name, type, external] = ['', 0, false];
  const shape: number[] = [];
  const links = new Map<string, string>();
  const parts: Field[] = [];
  const fail = (message: string) => fault(file.source, message, name);
  for await (const field of file.fields(start, end)) {
    const { number } = field;
    if (number === 8) name = decode(await small(file, field));
    if (number === 2) type = field.value;
    if (number === 14) external = field.value === 1;
    if (number === 13) {
      const [key, value] = readEntry(await small(file, field));
      links.set(key, value);
    }
    // Some writers pack dimensions, others do not.
    if (number === 1 && field.type === WireType.Varint) shape.push(field.value);
    if (number === 1 && field.type === WireType.LengthDelimited) {
      for (const size of packedVarints(await small(file, field))) shape.push(size ?? Number.NaN);
    }
    if (DATA_FIELDS.has(number)) {
      parts.push(field);
      if (parts.length > 1) throw fail('is stored in pieces; export the model again');
    }
  }
  const elements = elementCount(shape);
  if (
    shape.length > MAX_TENSOR_RANK ||
    shape.some((size) => !Number.isSafeInteger(size) || size < 0) ||
    elements === null
  ) {
    throw fail(`shape [${shape.slice(0, 20).join(', ')}] is not a shape`);
  }
  const data = external ? linked(links, fail) : await inside(file, parts[0], fail);
  return { name, type, shape, elements, data };
}

async function inside(
  file: ProtobufFile,
  part: Field | undefined,
  fail: (message: string) => CheckpointError,
): Promise<TensorBytes> {
  const none = { location: null, varints: false };
  if (part === undefined) return { ...none, start: 0, end: 0, here: new Uint8Array(0) };
  const { number, type, start, end } = part;
  if (type !== WireType.LengthDelimited) {
    throw fail('is stored element by element; export the model again');
  }
  // Packed floats and doubles have the bytes of raw_data.
  const varints = number === 5 || number === 7 || number === 11;
  const here = end - start > FEW_BYTES ? null : (await file.bytes(start, end)).slice();
  return { location: null, start, end, varints, here };
}

/** Reads where external data lies: location, and perhaps offset and length, as decimal text. */
function linked(
  links: ReadonlyMap<string, string>,
  fail: (message: string) => CheckpointError,
): TensorBytes {
  const location = links.get('location');
  if (location === undefined) throw fail('lies in another file, which is not named');
  const number = (key: string): number | null => {
    const text = links.get(key);
    if (text === undefined) return null;
    const value = /^\d{1,16}$/.test(text) ? Number(text) : Number.NaN;
    if (!Number.isSafeInteger(value)) {
      throw fail(`has ${key} ${JSON.stringify(text.slice(0, 40))} in ${location}`);
    }
    return value;
  };
  const start = number('offset') ?? 0;
  const length = number('length');
  const end = length === null ? null : start + length;
  return { location, start, end, varints: false, here: null };
}

async function small(file: ProtobufFile, { start, end }: Field): Promise<Uint8Array> {
  if (end - start > FEW_BYTES) {
    throw fault(file.source, `has a name or shape of ${end - start} bytes; it is damaged`);
  }
  return file.bytes(start, end);
}

function readEntry(bytes: Uint8Array): [key: string, value: string] {
  let [key, value] = ['', ''];
  for (const field of messageFields(bytes)) {
    if (field?.number === 1) key = decode(bytes.subarray(field.start, field.end));
    if (field?.number === 2) value = decode(bytes.subarray(field.start, field.end));
  }
  return [key, value];
}

function decode(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}
