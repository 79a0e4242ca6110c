/** Proves the examples' claims with the built-in model, in its own engine and with the page's k-means. */
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { cluster } from '../analysis/cluster/kmeans.ts';
import { finish } from '../analysis/steps.ts';
import { BUILTIN_MODEL } from '../model-folder/builtin.ts';
import { startNodeEngine } from '../node/engine.ts';
import { readModelFolder } from '../node/node-model.ts';
import { nodeOrt } from '../node/ort.ts';
import { FIRST_EXAMPLE } from '../workspace/examples.ts';

const BUILTIN = join(import.meta.dirname, '../../public', BUILTIN_MODEL.source.url);

const { texts, lenses, k } = FIRST_EXAMPLE.workspace;

/** Each message's cluster under a lens; 0 is the first message's. */
async function clustersUnder(lens: number): Promise<number[]> {
  const ort = nodeOrt();
  const model = await readModelFolder(BUILTIN, ort, { precision: 'int8' });
  const engine = await startNodeEngine(model, ort);
  const { vectors, dim } = await engine.encode(
    texts.map(({ text }) => [lenses[lens]!.instruction, text]),
  );
  engine.close();
  const { assignments } = finish(cluster({ vectors, count: texts.length, dim }, { k }));
  return Array.from(assignments, (label) => (label === assignments[0] ? 0 : 1));
}

test('the first lens splits the messages into travel and banking', async () => {
  expect(await clustersUnder(0)).toEqual(texts.map(({ group }) => (group === 'A' ? 0 : 1)));
});

test('the second lens splits them into cancelling and asking a price', async () => {
  // Each group starts with four requests to cancel, then has four questions about a price.
  expect(await clustersUnder(1)).toEqual(texts.map((_, i) => (i % 8 < 4 ? 0 : 1)));
});
