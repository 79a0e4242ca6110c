/**
 * A model without a Normalize module, end to end: its vectors stay as the package gives them, and every
 * figure of the panels equals that of the same checkpoint with Normalize.
 */
import { execFile } from 'node:child_process';
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test, vi } from 'vitest';
import { analysisHere } from '../../testing/analysis-here.ts';
import { cosine, GOLDENS, readGolden, readNpy } from '../../testing/goldens.ts';
import { panelsHere } from '../../testing/panels-here.ts';
import { searchHere } from '../../testing/search-here.ts';
import { VectorsHere } from '../../testing/vectors-here.ts';
import { Embeddings } from '../app/embeddings/embeddings.ts';
import { wantedPairs } from '../app/embeddings/gather.ts';
import { shownLensesOf } from '../app/lenses/shown-lenses.ts';
import { createEngineStore } from '../app/models/engine.ts';
import { view } from '../app/view.ts';
import { createWorkspaceStore } from '../app/workspace.ts';
import type { ByteSource, ModelFolder } from '../checkpoint/types.ts';
import { INSTRUCTOR_RULES } from '../encoders/input.ts';
import type { EngineCore } from '../engine/core.ts';
import { storeVectors } from '../engine/store-vectors.ts';
import type { Engine, ModelInfo } from '../engine/types.ts';
import { Jobs } from '../jobs/jobs.ts';
import { startNodeEngine } from '../node/engine.ts';
import { nodeFolder } from '../node/folder.ts';
import { readModelFolder } from '../node/node-model.ts';
import { nodeOrt } from '../node/ort.ts';
import { emptyHistory } from '../workspace/history.ts';
import type { Lens } from '../workspace/lens.ts';
import type { Workspace } from '../workspace/workspace.ts';

const run = promisify(execFile);
const CHECKPOINT = join(GOLDENS, 'bert-safetensors/model');
/** Golden pairs that are complete texts. */
const TEXTS = readGolden('bert-safetensors')
  .rows.filter(({ pair: [instruction], vector, truncated }) => {
    return instruction === '' && !truncated && Math.hypot(...vector) > 0;
  })
  .map(({ pair: [, text] }) => text)
  .filter((text, i, all) => text.trim().length > 3 && all.indexOf(text) === i)
  .slice(0, 24);

/** The golden checkpoint; its modules.json has no Normalize. */
function withoutNormalize(): ModelFolder {
  const folder = nodeFolder(CHECKPOINT);
  const modules = ['Transformer', 'Pooling'].map((name, idx) => ({
    ...{ idx, name: `${idx}`, path: idx === 0 ? '' : '1_Pooling' },
    type: `sentence_transformers.models.${name}`,
  }));
  const bytes = new TextEncoder().encode(JSON.stringify(modules));
  const file: ByteSource = {
    name: 'modules.json',
    size: bytes.length,
    read: (start, end) => Promise.resolve(bytes.slice(start, end)),
  };
  return {
    label: 'no-normalize',
    open: (path, signal) =>
      path === 'modules.json' ? Promise.resolve(file) : folder.open(path, signal),
  };
}

async function startEngine(from: string | ModelFolder): Promise<EngineCore> {
  const ort = nodeOrt();
  return startNodeEngine(await readModelFolder(from, ort, { precision: 'fp32' }), ort);
}

const lens = (id: string, instruction: string): Lens => ({
  ...{ id, name: id, colour: 0, on: true, instruction },
  queryInstruction: `${instruction}query: `,
  documentInstruction: instruction,
});

/** Results of every panel for the golden texts under a model. */
async function panelsOf(core: EngineCore) {
  const info: ModelInfo = {
    ...{ name: 'golden', dim: 32, maxSeqLength: 512, family: 'bert', precision: 'fp32', bytes: 1 },
    ...{
      device: 'wasm',
      deviceDetail: '',
      selfCheck: { cosine: 1, difference: 0 },
      sealed: true,
      layerParameters: 1,
      refusals: [],
    },
    ...{ fingerprint: 'f', loadMs: 1, input: INSTRUCTOR_RULES },
  };
  const vectors = new VectorsHere();
  const engine: Engine = {
    load: () => Promise.resolve(info),
    encode: (pairs, options) => core.encode(pairs, options),
    store: async (pairs, options) =>
      storeVectors(await core.encode(pairs, options), (rows, dim) => vectors.store.add(rows, dim)),
    read: (pairs) => Promise.resolve(core.read(pairs)),
    split: (request) => core.split(request),
    onEvent: () => () => undefined,
    close: () => core.close(),
  };
  const items = TEXTS.map((text, i) => ({ id: `t${i}`, text }));
  const start: Workspace = {
    ...{ version: 2, name: 'Test', k: 4, projection: 'pca' },
    lenses: [lens('a', 'Represent the sentence: '), lens('b', 'the river ')],
    texts: items.map((item): Workspace['texts'][number] => ({ ...item, group: 'A' })),
    queries: items.slice(0, 3).map(({ text }, i) => ({ id: `q${i}`, text })),
    documents: items.map(({ text }, i) => ({ id: `d${i}`, text })),
  };
  const workspace = createWorkspaceStore(start);
  workspace.getState().open({ id: 'a', workspace: start, history: emptyHistory, role: 'writer' });
  const model = createEngineStore({
    engine,
    source: { kind: 'facet', url: 'model/' },
    choice: 'auto',
    modelId: null,
  });
  const current = () => workspace.getState().workspace;
  const jobs = new Jobs();
  const embeddings = new Embeddings({
    engine,
    vectors,
    jobs,
    model,
    wanted: () => wantedPairs(current(), shownLensesOf(current(), view.getState()), []),
    keeping: { on: () => false, embedded() {} },
    delayMs: 0,
  });
  const panels = panelsHere({
    ...{ engine, analysis: analysisHere(vectors).analysis, search: searchHere(vectors).search },
    ...{ embeddings, model, workspace, view, jobs },
  });
  view.setState({ mode: 'two' });
  await model.getState().load();
  embeddings.schedule();
  const { similarity, map, retrieval, effect } = panels;
  const all = [similarity, map, retrieval, effect];
  await vi.waitFor(
    () => {
      for (const panel of all) panel.update();
      for (const panel of all) expect(panel.store.getState().status).toBe('ready');
    },
    { timeout: 60_000, interval: 20 },
  );
  return {
    vectors: await Promise.all(
      TEXTS.map((text) => vectors.vector(embeddings.lookup('Represent the sentence: ', text)!)),
    ),
    similarity: panels.similarity.store.getState().result!,
    map: panels.map.store.getState().result!,
    retrieval: panels.retrieval.store.getState().result!,
    effect: panels.effect.store.getState().result!,
  };
}

const near = (found: Float32Array, expected: Float32Array, within: number) => {
  expect(found).toHaveLength(expected.length);
  for (const [i, value] of expected.entries()) {
    expect(Math.abs(found[i]! - value)).toBeLessThan(within);
  }
};

test('every figure uses cosines, like the same checkpoint with Normalize', async () => {
  const raw = await panelsOf(await startEngine(withoutNormalize()));
  const unit = await panelsOf(await startEngine(CHECKPOINT));
  expect(TEXTS).toHaveLength(24);

  // The vectors stay as they are.
  const lengths = raw.vectors.map((vector) => Math.hypot(...vector));
  expect(Math.min(...lengths)).toBeGreaterThan(1.5);
  expect(Math.max(...unit.vectors.map((vector) => Math.hypot(...vector)))).toBeCloseTo(1, 5);

  for (const side of [0, 1] as const) {
    const { values } = raw.similarity.sides[side]!;
    expect(values.every((value) => value >= -1 && value <= 1)).toBe(true);
    near(values, unit.similarity.sides[side]!.values, 1e-5);
    const [found, expected] = [raw, unit].map(({ retrieval }) => retrieval.sides[side]!.ranking);
    expect(found!.indices).toEqual(expected!.indices);
    near(found!.scores, expected!.scores, 1e-5);
    const [map, expectedMap] = [raw.map.sides[side]!, unit.map.sides[side]!];
    expect(map.clusters.assignments).toEqual(expectedMap.clusters.assignments);
    expect(map.clusters.silhouette).toBeCloseTo(expectedMap.clusters.silhouette, 4);
    near(map.coordinates, expectedMap.coordinates, 1e-3);
  }
  for (const figure of ['spearman', 'cka', 'overlap', 'jaccard'] as const) {
    expect(raw.effect.comparison[figure]).toBeCloseTo(unit.effect.comparison[figure], 4);
  }
  expect(raw.effect.clusters.ari).toBeCloseTo(unit.effect.clusters.ari, 6);
  // Against an independent cosine of the vectors themselves.
  const [a, b] = [raw.vectors[0]!, raw.vectors[1]!];
  expect(raw.similarity.sides[0].values[1]).toBeCloseTo(cosine(a, b), 5);
}, 120_000);

test('the note on an empty mean does not depend on a zero vector', async () => {
  const golden = readGolden('bert-safetensors');
  const at = golden.rows.findIndex(({ tokens, masked }) => masked >= tokens);
  const { pair, vector } = golden.rows[at]!;
  expect(vector.every((value) => value === 0)).toBe(true);
  for (const name of ['bert-safetensors', 'bert-dense-tanh-bf16']) {
    const core = await startEngine(join(GOLDENS, name, 'model'));
    const { unread, vectors } = await core.encode([pair, ['', 'A text.']]);
    core.close();
    expect(unread).toEqual(['fused', null]);
    expect(vectors.every(Number.isFinite)).toBe(true);
  }
});

test('`npm run embed` writes the model’s vectors unchanged', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'facet-embed-'));
  try {
    await cp(CHECKPOINT, join(folder, 'model'), { recursive: true });
    const modules = await withoutNormalize().open('modules.json');
    const list = await modules!.read(0, modules!.size);
    await writeFile(join(folder, 'model/modules.json'), list);
    const [input, output] = [join(folder, 'pairs.jsonl'), join(folder, 'vectors.npy')];
    await writeFile(input, TEXTS.map((text) => `${JSON.stringify(['', text])}\n`).join(''));
    const asked = ['--model', join(folder, 'model'), '--input', input, '--output', output];
    const script = join(import.meta.dirname, 'embed.ts');
    await run(process.execPath, ['--import', 'tsx', script, ...asked, '--precision', 'fp32']);
    const golden = readGolden('bert-safetensors').rows;
    for (const [i, written] of readNpy(output).entries()) {
      expect(Math.hypot(...written)).toBeGreaterThan(1.5);
      const row = golden.find(({ pair: [instruction, text] }) => {
        return instruction === '' && text === TEXTS[i];
      });
      expect(cosine(written, row!.vector)).toBeGreaterThan(0.999999);
    }
  } finally {
    await rm(folder, { recursive: true });
  }
}, 60_000);
