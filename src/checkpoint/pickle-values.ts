import { elementCount } from './dtype.ts';
import type { DType } from './types.ts';

/**
 * The values of a state dict's pickle, and the few Python functions it may call. A function here only fills in a
 * record: no name in the file is ever looked up or run.
 */

/** A tensor as torch.save describes it: a view of a storage. Offsets and strides count elements. */
export interface PickledTensor {
  readonly kind: 'tensor';
  readonly storage: PickledStorage;
  readonly offset: number;
  readonly shape: readonly number[];
  readonly strides: readonly number[];
}

export interface PickledStorage {
  readonly kind: 'storage';
  /** Name of its file in the archive's data folder. */
  readonly key: string;
  readonly dtype: DType;
  readonly elements: number;
}

interface PickledTuple {
  readonly kind: 'tuple';
  readonly items: readonly PickleValue[];
}

/** A dict or an OrderedDict: torch.load gives the same either way. */
export interface PickledDict {
  readonly kind: 'dict';
  readonly entries: Map<string | number, PickleValue>;
}

interface PickledGlobal {
  readonly kind: 'global';
  readonly name: string;
}

export type PickleValue =
  | null
  | boolean
  | number
  | string
  | PickledTensor
  | PickledStorage
  | PickledTuple
  | PickledDict
  | PickledGlobal;

/** Names a value's kind, for messages: never its contents, which may be shared and endless. */
export function pickleKind(value: PickleValue): string {
  if (value === null) return 'None';
  return typeof value === 'object' ? `a ${value.kind}` : `a ${typeof value}`;
}

const STORAGE_DTYPES: Readonly<Record<string, DType>> = {
  'torch.DoubleStorage': 'F64',
  'torch.FloatStorage': 'F32',
  'torch.HalfStorage': 'F16',
  'torch.BFloat16Storage': 'BF16',
  'torch.LongStorage': 'I64',
  'torch.IntStorage': 'I32',
  'torch.ShortStorage': 'I16',
  'torch.CharStorage': 'I8',
  'torch.ByteStorage': 'U8',
  'torch.BoolStorage': 'BOOL',
};

type Call = (args: readonly PickleValue[]) => PickleValue | undefined;

/** The Python functions that a state dict calls. Each returns undefined for unknown arguments. */
const CALLS: Readonly<Record<string, Call>> = {
  'collections.OrderedDict': (args) =>
    args.length === 0 ? { kind: 'dict', entries: new Map() } : undefined,
  'torch._utils._rebuild_tensor_v2': rebuildTensor,
  // A parameter is its tensor; requires_grad and hooks mean nothing to inference.
  'torch._utils._rebuild_parameter': ([tensor, ...rest]) =>
    isKind(tensor, 'tensor') && rest.length === 2 ? tensor : undefined,
};

/** Whether a pickle may name this Python global at all. */
export function isKnownGlobal(name: string): boolean {
  return Object.hasOwn(CALLS, name) || Object.hasOwn(STORAGE_DTYPES, name);
}

/** Returns the result of calling `callee`, or undefined if no state dict calls it. */
export function callGlobal(callee: PickleValue, args: PickleValue): PickleValue | undefined {
  if (!isKind(callee, 'global') || !isKind(args, 'tuple')) return undefined;
  return Object.hasOwn(CALLS, callee.name) ? CALLS[callee.name]!(args.items) : undefined;
}

/** Returns the storage of a persistent id ("storage", type, key, location, elements). */
export function loadStorage(id: PickleValue): PickledStorage | undefined {
  if (!isKind(id, 'tuple') || id.items.length !== 5) return undefined;
  const [tag, type, key, location, elements] = id.items;
  if (tag !== 'storage' || typeof key !== 'string' || typeof location !== 'string')
    return undefined;
  if (!isKind(type, 'global') || !Object.hasOwn(STORAGE_DTYPES, type.name)) return undefined;
  if (!isSize(elements)) return undefined;
  return { kind: 'storage', key, dtype: STORAGE_DTYPES[type.name]!, elements };
}

/**
 * Stands in for _rebuild_tensor_v2(storage, storage_offset, size, stride, requires_grad, backward_hooks[, metadata]).
 */
function rebuildTensor(args: readonly PickleValue[]): PickledTensor | undefined {
  const [storage, offset, size, stride, , , metadata] = args;
  if (args.length < 6 || args.length > 7) return undefined;
  // Metadata marks conjugated and negated views, which would be read wrong.
  if (metadata !== undefined && metadata !== null) {
    if (!isKind(metadata, 'dict') || metadata.entries.size > 0) return undefined;
  }
  const shape = sizes(size);
  const strides = sizes(stride);
  if (!isKind(storage, 'storage') || !isSize(offset)) return undefined;
  if (shape === undefined || strides === undefined || shape.length !== strides.length) {
    return undefined;
  }
  return elementCount(shape) === null
    ? undefined
    : { kind: 'tensor', storage, offset, shape, strides };
}

/** Most dimensions: weights have two or fewer; the limit only keeps a hostile tensor cheap. */
const MAX_DIMENSIONS = 16;

function sizes(value: PickleValue | undefined): readonly number[] | undefined {
  if (!isKind(value, 'tuple') || value.items.length > MAX_DIMENSIONS) return undefined;
  return value.items.every(isSize) ? value.items : undefined;
}

function isSize(value: PickleValue | undefined): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

type Kinds = Extract<PickleValue, { kind: string }>;

export function isKind<K extends Kinds['kind']>(
  value: PickleValue | undefined,
  kind: K,
): value is Extract<Kinds, { kind: K }> {
  return typeof value === 'object' && value !== null && value.kind === kind;
}
