/** The entry of the worker that reads files of vectors. */
import { serve } from '../workers/serve.ts';
import { transfer } from '../workers/transfer.ts';
import { openGiven } from './open.ts';
import type { GivenApi } from './protocol.ts';
import type { GivenFile } from './types.ts';

declare const self: DedicatedWorkerGlobalScope;

let blocks: ReturnType<GivenFile['blocks']>;

serve<GivenApi>(self, {
  async open(order) {
    const file = await openGiven(order);
    blocks = file.blocks();
    return file.head;
  },
  async next() {
    const { done, value } = await blocks.next();
    return done === true ? null : transfer(value, [value.vectors.buffer]);
  },
});
