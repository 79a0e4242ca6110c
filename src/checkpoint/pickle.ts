import { CheckpointError } from '../lib/checkpoint-error.ts';
import { OPCODE_NAMES } from './pickle-opcodes.ts';
import {
  callGlobal,
  isKind,
  isKnownGlobal,
  loadStorage,
  type PickledDict,
  type PickledTensor,
  type PickleValue,
  pickleKind,
} from './pickle-values.ts';

/**
 * A pickle reader for state dicts only. Pickle is a program for a stack machine that can call any Python function; this
 * machine knows the opcodes that torch.save writes (protocol 2) and the handful of globals in pickle-values.ts, and
 * refuses the rest by name.
 *
 * It always ends, within bounds: every opcode takes at least one byte, none jumps, none pushes more than one value, and
 * shared values are never walked into, so neither cycles nor "billion laughs" structures cost anything.
 */

/**
 * Reads the tensors of a pickled state dict, by name.
 * @throws CheckpointError naming the opcode, global or value that no state dict contains.
 */
export function readStateDict(file: string, bytes: Uint8Array): Map<string, PickledTensor> {
  const root = new PickleMachine(file, bytes).run();
  if (!isKind(root, 'dict')) {
    throw new CheckpointError(
      `holds ${pickleKind(root)} where a state dict is expected; save model.state_dict()`,
      { file },
    );
  }
  const tensors = new Map<string, PickledTensor>();
  for (const [name, value] of root.entries) {
    if (typeof name !== 'string' || !isKind(value, 'tensor')) {
      throw new CheckpointError(
        `entry ${JSON.stringify(String(name).slice(0, 200))} holds ${pickleKind(value)} where a tensor is expected; save model.state_dict() alone, without the training state around it`,
        { file },
      );
    }
    tensors.set(name, value);
  }
  return tensors;
}

class PickleMachine {
  private readonly file: string;
  private readonly bytes: Uint8Array;
  private readonly view: DataView;
  private position = 0;
  private readonly stack: PickleValue[] = [];
  /** Stack heights at each open MARK. */
  private readonly marks: number[] = [];
  private readonly memo = new Map<number, PickleValue>();

  constructor(file: string, bytes: Uint8Array) {
    this.file = file;
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  run(): PickleValue {
    if (this.take(1).getUint8(0) !== 0x80) this.fail('does not begin as a pickle of protocol 2');
    const protocol = this.take(1).getUint8(0);
    if (protocol !== 2) {
      this.fail(`is a pickle of protocol ${protocol}; torch.save writes protocol 2`);
    }
    for (;;) {
      const opcode = this.take(1).getUint8(0);
      if (OPCODE_NAMES.get(opcode) === 'STOP') return this.pop();
      const pushed = this.step(opcode);
      if (pushed !== undefined) this.stack.push(pushed);
    }
  }

  /** Runs one opcode; returns the value it pushes, or undefined if it pushes none. */
  private step(opcode: number): PickleValue | undefined {
    const name = OPCODE_NAMES.get(opcode) ?? `0x${opcode.toString(16)}`;
    switch (name) {
      case 'NONE':
        return null;
      case 'NEWTRUE':
        return true;
      case 'NEWFALSE':
        return false;
      case 'BININT':
        return this.take(4).getInt32(0, true);
      case 'BININT1':
        return this.take(1).getUint8(0);
      case 'BININT2':
        return this.take(2).getUint16(0, true);
      case 'LONG1':
        return this.readLong(this.take(1).getUint8(0));
      case 'BINUNICODE':
        return this.readText(this.take(4).getUint32(0, true));
      case 'GLOBAL':
        return this.readGlobal();
      case 'EMPTY_TUPLE':
        return { kind: 'tuple', items: [] };
      case 'TUPLE1':
        return { kind: 'tuple', items: this.popMany(1) };
      case 'TUPLE2':
        return { kind: 'tuple', items: this.popMany(2) };
      case 'TUPLE3':
        return { kind: 'tuple', items: this.popMany(3) };
      case 'TUPLE':
        return { kind: 'tuple', items: this.popToMark() };
      case 'EMPTY_DICT':
        return { kind: 'dict', entries: new Map() };
      case 'SETITEM':
        this.setItems(this.popMany(2));
        return undefined;
      case 'SETITEMS':
        this.setItems(this.popToMark());
        return undefined;
      case 'MARK':
        this.marks.push(this.stack.length);
        return undefined;
      case 'BINPUT':
        this.memo.set(this.take(1).getUint8(0), this.top());
        return undefined;
      case 'LONG_BINPUT':
        this.memo.set(this.take(4).getUint32(0, true), this.top());
        return undefined;
      case 'BINGET':
        return this.recall(this.take(1).getUint8(0));
      case 'LONG_BINGET':
        return this.recall(this.take(4).getUint32(0, true));
      case 'BINPERSID':
        return loadStorage(this.pop()) ?? this.fail('refers to a storage of an unknown kind');
      case 'REDUCE':
        return this.reduce();
      case 'BUILD':
        this.build();
        return undefined;
      default:
        return this.fail(
          `uses the pickle opcode ${name}, which no state dict contains; it is refused`,
        );
    }
  }

  /** Calls one of a state dict's functions. */
  private reduce(): PickleValue {
    const [callee = null, args = null] = this.popMany(2);
    const result = callGlobal(callee, args);
    if (result === undefined) {
      const name = isKind(callee, 'global') ? callee.name : pickleKind(callee);
      this.fail(`calls ${name} with arguments that no state dict gives it`);
    }
    return result;
  }

  /** Ignores OrderedDict's attributes: PyTorch keeps the modules' version numbers there (_metadata). */
  private build(): void {
    const state = this.pop();
    if (!isKind(state, 'dict') || !isKind(this.top(), 'dict')) {
      this.fail(`sets attributes of ${pickleKind(this.top())}; only an OrderedDict may have some`);
    }
  }

  private setItems(items: readonly PickleValue[]): void {
    const target: PickleValue = this.top();
    if (!isKind(target, 'dict') || items.length % 2 !== 0) {
      this.fail(`sets items of ${pickleKind(target)}`);
    }
    this.setPairs(target, items);
  }

  private setPairs({ entries }: PickledDict, items: readonly PickleValue[]): void {
    for (let i = 0; i < items.length; i += 2) {
      const key = items[i]!;
      if (typeof key !== 'string' && typeof key !== 'number') {
        this.fail(`has ${pickleKind(key)} as a dict's key`);
      }
      if (entries.has(key)) this.fail(`has the key ${JSON.stringify(key)} twice`);
      entries.set(key, items[i + 1]!);
    }
  }

  private readGlobal(): PickleValue {
    const name = `${this.readLine()}.${this.readLine()}`;
    if (!isKnownGlobal(name)) {
      this.fail(
        `refers to the Python object ${JSON.stringify(name)}, which no state dict contains; it is refused`,
      );
    }
    return { kind: 'global', name };
  }

  private readLine(): string {
    const end = this.bytes.indexOf(0x0a, this.position);
    if (end < 0 || end - this.position > 200) this.fail('has a global without an end');
    const line = this.readText(end - this.position);
    this.position = end + 1;
    return line;
  }

  private readText(length: number): string {
    const { buffer, byteOffset } = this.take(length);
    try {
      return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(
        new Uint8Array(buffer, byteOffset, length),
      );
    } catch {
      return this.fail('has a string that is not UTF-8');
    }
  }

  /** Reads a signed little-endian integer of up to eight bytes: no size in a real file needs more. */
  private readLong(length: number): number {
    const bytes = this.take(length);
    let value = 0n;
    for (let i = length - 1; i >= 0; i--) value = (value << 8n) | BigInt(bytes.getUint8(i));
    const number = Number(BigInt.asIntN(8 * length, value));
    return Number.isSafeInteger(number) ? number : this.fail('has a number beyond 2^53');
  }

  /** Returns the next `length` bytes. */
  private take(length: number): DataView {
    const start = this.position;
    if (start + length > this.bytes.byteLength) this.fail('ends in the middle of the pickle');
    this.position += length;
    return new DataView(this.view.buffer, this.view.byteOffset + start, length);
  }

  /** Pops values. Those below an open mark are out of reach, as in Python. */
  private popMany(count: number): PickleValue[] {
    const floor = this.marks.at(-1) ?? 0;
    if (this.stack.length - count < floor) this.fail('takes more from the stack than is there');
    return this.stack.splice(this.stack.length - count);
  }

  private pop(): PickleValue {
    return this.popMany(1)[0]!;
  }

  private popToMark(): PickleValue[] {
    const mark = this.marks.pop();
    if (mark === undefined) this.fail('closes a mark that was never set');
    return this.stack.splice(mark);
  }

  private top(): PickleValue {
    const value = this.stack.at(-1);
    const reachable = this.stack.length > (this.marks.at(-1) ?? 0);
    if (value === undefined || !reachable) this.fail('uses a stack that is empty');
    return value;
  }

  private recall(index: number): PickleValue {
    const value = this.memo.get(index);
    if (value === undefined) this.fail(`uses memo ${index}, which was never set`);
    return value;
  }

  private fail(message: string): never {
    throw new CheckpointError(`${message} (byte ${this.position} of the pickle)`, {
      file: this.file,
    });
  }
}
