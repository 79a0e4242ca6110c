import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { expectCheckpointError } from '../../../testing/checkpoint-support.ts';
import { GOLDENS } from '../../../testing/goldens.ts';
import { ONNX_GOLDENS, onnxGoldenFolder } from '../../../testing/onnx-golden-folder.ts';
import { openCheckpoint } from '../../encoders/open-checkpoint.ts';

const SUMS: Record<string, Record<string, string>> = JSON.parse(
  readFileSync(join(GOLDENS, 'onnx/weights.json'), 'utf8'),
);

async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  return Buffer.from(await crypto.subtle.digest('SHA-256', bytes)).toString('hex');
}

describe.each(ONNX_GOLDENS)('$file', (golden) => {
  test('every weight is the one that PyTorch or ONNX Runtime has, to the bit', async () => {
    const { weights } = await openCheckpoint(onnxGoldenFolder(golden));
    const sums: Record<string, string> = {};
    for (const name of weights.tensors.keys()) sums[name] = await sha256(await weights.read(name));
    expect(sums).toEqual(SUMS[golden.file]);
  });

  test('rows are those of the whole', async () => {
    const { weights } = await openCheckpoint(onnxGoldenFolder(golden));
    expect(weights.byRows).toBe(false);
    for (const { name, shape } of weights.tensors.values()) {
      const [count = 0] = shape;
      const parts = [
        await weights.read(name, undefined, { start: 0, end: 1 }),
        await weights.read(name, undefined, { start: 1, end: count }),
      ];
      const joined = new Uint8Array(await new Blob(parts).arrayBuffer());
      expect(await sha256(joined), name).toBe(SUMS[golden.file]![name]);
    }
  });

  test('without modules.json it is refused: what follows the encoder is not known', async () => {
    await expectCheckpointError(
      () => openCheckpoint(onnxGoldenFolder(golden, ['modules.json'])),
      /encoder alone: put modules.json/,
    );
  });
});
