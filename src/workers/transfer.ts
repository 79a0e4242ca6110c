/** Buffers that change hands with a message: the receiver has them, the sender's are empty. */

/** An argument or a result, and the buffers in it that are handed over instead of copied. */
export class Transfer<Value> {
  readonly value: Value;
  readonly buffers: Transferable[];

  constructor(value: Value, buffers: Transferable[]) {
    this.value = value;
    this.buffers = buffers;
  }
}

export type Sent<Value> = Value | Transfer<Value>;

/** @param buffers Each once; a SharedArrayBuffer is shared as it is and must not be listed. */
export function transfer<Value>(value: Value, buffers: Transferable[]): Transfer<Value> {
  return new Transfer(value, buffers);
}

export function unpack<Value>(sent: Sent<Value>): Transfer<Value> {
  return sent instanceof Transfer ? sent : new Transfer(sent, []);
}
