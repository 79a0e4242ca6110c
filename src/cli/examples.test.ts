/** What the examples claim is true of the built-in model, in its own engine and by the page's k-means. */
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { cluster } from '../analysis/kmeans.ts';
import { finish } from '../analysis/steps.ts';
import { examples } from '../data/examples.ts';
import { BUILTIN_MODEL } from '../engine/builtin.ts';
import { startNodeEngine } from './node-engine.ts';
import { readModelFolder } from './node-model.ts';
import { nodeOrt } from './node-ort.ts';

const BUILTIN = join(import.meta.dirname, '../../public', BUILTIN_MODEL.source.url);

/** The cluster of each text of an example, 0 for the first text's. */
async function clustersOf(id: string): Promise<number[]> {
  const { workspace } = examples.find((example) => example.id === id)!;
  const ort = nodeOrt();
  const model = await readModelFolder(BUILTIN, ort, { precision: 'int8' });
  const engine = await startNodeEngine(model, ort);
  const { vectors, dim } = await engine.encode(
    workspace.texts.map(({ text }) => [workspace.instruction, text]),
  );
  engine.close();
  const rows = { vectors, count: workspace.texts.length, dim };
  const { labels } = finish(cluster(rows, { k: workspace.k }));
  return Array.from(labels, (label) => (label === labels[0] ? 0 : 1));
}

test('the messages fall into travel and banking under the one instruction', async () => {
  const { texts } = examples[0]!.workspace;
  expect(await clustersOf('by-topic')).toEqual(texts.map(({ group }) => (group === 'A' ? 0 : 1)));
});

test('the same messages fall into cancelling and asking a price under the other', async () => {
  const { texts } = examples[0]!.workspace;
  expect(examples[1]!.workspace.texts).toBe(texts);
  // In each group four requests to cancel come first, then four questions about a price.
  expect(await clustersOf('by-action')).toEqual(texts.map((_, i) => (i % 8 < 4 ? 0 : 1)));
});
