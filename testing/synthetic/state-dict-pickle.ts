import { fields } from './torch-zip.ts';

/** A tensor of a state dict: contiguous from its storage's start. */
export interface StoredTensor {
  readonly name: string;
  readonly shape: readonly number[];
  /** File in the archive's data folder; tied tensors share it. */
  readonly key: string;
}

/** PyTorch's name for the storage. */
export type StorageType = 'FloatStorage' | 'HalfStorage';

/**
 * Pickles a state dict in protocol 2 with torch.save's own opcodes: a plain dict, one
 * torch._utils._rebuild_tensor_v2 per tensor, storages by persistent id, and repeated globals and words
 * from the memo.
 */
export function pickleStateDict(
  tensors: readonly StoredTensor[],
  type: StorageType,
): Uint8Array<ArrayBuffer> {
  const out: number[] = [];
  const emit = (...bytes: (number | string)[]) => {
    for (const part of bytes) out.push(typeof part === 'string' ? part.charCodeAt(0) : part);
  };
  const memo = new Map<string, number>();
  let slots = 0;
  const put = () => {
    const slot = slots++;
    emit(...(slot < 256 ? ['q', slot] : ['r', ...fields('I', [slot])]));
    return slot;
  };
  /** Emits the output of `write` the first time, and its memo afterwards. */
  const once = (id: string, write: () => void) => {
    const slot = memo.get(id);
    if (slot === undefined) {
      write();
      memo.set(id, put());
    } else {
      emit(...(slot < 256 ? ['h', slot] : ['j', ...fields('I', [slot])]));
    }
  };
  const text = (value: string) => {
    const bytes = new TextEncoder().encode(value);
    emit('X', ...fields('I', [bytes.length]), ...bytes);
  };
  const word = (value: string) => once(`word ${value}`, () => text(value));
  const global = (module: string, name: string) =>
    once(`global ${module}.${name}`, () => emit('c', ...`${module}\n${name}\n`));
  const integer = (value: number) => {
    if (value < 1 << 8) emit('K', value);
    else if (value < 1 << 16) emit('M', ...fields('H', [value]));
    else emit('J', ...fields('I', [value]));
  };
  const tuple = (values: readonly number[]) => {
    if (values.length > 3) emit('(');
    for (const value of values) integer(value);
    emit([')', 0x85, 0x86, 0x87][values.length] ?? 't');
    if (values.length > 0) put();
  };

  emit(0x80, 2, '}');
  put();
  emit('(');
  for (const { name, shape, key } of tensors) {
    text(name);
    put();
    global('torch._utils', '_rebuild_tensor_v2');
    emit('(', '(');
    word('storage');
    global('torch', type);
    word(key);
    word('cpu');
    const count = shape.reduce((product, size) => product * size, 1);
    integer(count);
    emit('t');
    put();
    emit('Q', 'K', 0);
    tuple(shape);
    tuple(shape.map((_, i) => shape.slice(i + 1).reduce((product, size) => product * size, 1)));
    emit(0x89);
    global('collections', 'OrderedDict');
    emit(')', 'R');
    put();
    emit('t');
    put();
    emit('R');
    put();
  }
  emit('u', '.');
  return Uint8Array.from(out);
}
