/** What a conversion refuses to hand on, and that it leaves the thread its turns. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { damagedModel } from '../../testing/damaged-model.ts';
import { GOLDENS } from '../../testing/goldens.ts';
import { openCheckpoint } from '../encoders/open-checkpoint.ts';
import { CheckpointError } from '../lib/checkpoint-error.ts';
import { nodeFolder } from '../node/folder.ts';
import { nodeOrt } from '../node/ort.ts';
import { convertInMemory } from './convert.ts';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

async function convert(folder: string, precision: 'int8' | 'fp32' = 'int8') {
  const checkpoint = await openCheckpoint(nodeFolder(folder));
  return convertInMemory(checkpoint, nodeOrt(), { name: 'x', precision });
}

test.each([
  ['bert-safetensors', 'int8', 0, /gives a zero vector for every text/],
  ['t5-wide-heads-safetensors', 'fp32', 0, /gives a zero vector for every text/],
  ['bert-safetensors', 'fp32', Number.NaN, /gives vectors that are not finite/],
  ['t5-wide-heads-safetensors', 'int8', Number.POSITIVE_INFINITY, /that are not finite/],
] as const)('%s in %s, its last norm all %d', async (golden, precision, value, message) => {
  const folder = damagedModel(golden, value);
  folders.push(folder);
  const error: unknown = await convert(folder, precision).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(CheckpointError);
  expect(error).toMatchObject({
    file: join(folder, 'model.safetensors'),
    message: expect.stringMatching(message),
    permanent: true,
  });
});

test('other work of the thread waits no long part of it', async () => {
  // The first one also compiles the runtime, in one piece.
  await convert(join(GOLDENS, 'bert-safetensors/model'));
  // Processor time, so that other processes of the machine do not count.
  const cpu = () => {
    const { user, system } = process.cpuUsage();
    return user + system;
  };
  let turn = cpu();
  const stretches: number[] = [];
  const end = () => {
    stretches.push(cpu() - turn);
    turn = cpu();
  };
  const timer = setInterval(end);
  await convert(join(GOLDENS, 'bert-safetensors/model'));
  clearInterval(timer);
  end();
  const total = stretches.reduce((sum, each) => sum + each, 0);
  // How many stretches of equal length would be as hard to wait for.
  const effective = total ** 2 / stretches.reduce((sum, each) => sum + each ** 2, 0);
  expect(effective).toBeGreaterThan(7);
});
