/** Buffers that a message transfers: the receiver gets them and the sender's are empty. */

/** An argument or a result, with its buffers that are transferred instead of copied. */
export class Transfer<Value> {
  readonly value: Value;
  readonly buffers: Transferable[];

  constructor(value: Value, buffers: Transferable[]) {
    this.value = value;
    this.buffers = buffers;
  }
}

export type Sent<Value> = Value | Transfer<Value>;

/** @param buffers Each buffer once. A SharedArrayBuffer is shared anyway and must not be listed. */
export function transfer<Value>(value: Value, buffers: Transferable[]): Transfer<Value> {
  return new Transfer(value, buffers);
}

export function unpack<Value>(sent: Sent<Value>): Transfer<Value> {
  return sent instanceof Transfer ? sent : new Transfer(sent, []);
}
