/** Other people's UMAP, for the benchmark. */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { UMAP } from 'umap-js';
import { exactNeighbours } from '../src/analysis/project/neighbours.ts';
import { reduce } from '../src/analysis/project/pca.ts';
import { finish } from '../src/analysis/steps.ts';
import type { EmbeddingMatrix } from '../src/analysis/types.ts';
import { toRows } from '../src/analysis/validate.ts';
import { seededRandom } from '../src/lib/random.ts';

export interface Contender {
  readonly name: string;
  /** How it was asked, for the report. */
  readonly how: string;
  /** Lays rows out: Float32Array [count × 2]. */
  layout(matrix: EmbeddingMatrix): Promise<Float32Array>;
}

const K = 15;
const VERSION = '0.26.0';
const FOLDER = join(import.meta.dirname, '../.cache/embedding-atlas');

/** Exact neighbours among 50 principal components, and 200 epochs of umap-js. */
const umapJs: Contender = {
  name: 'umap-js',
  how: 'exact neighbours, 200 epochs',
  async layout(matrix) {
    const reduced = finish(reduce(toRows('vectors', matrix)));
    const { indices, distances, count } = finish(exactNeighbours(reduced, K));
    const listed = (values: Int32Array | Float64Array) =>
      Array.from({ length: count }, (_, i) => Array.from(values.subarray(i * K, (i + 1) * K)));
    const random = seededRandom(1);
    const umap = new UMAP({ nComponents: 2, nNeighbors: K, nEpochs: 200, random });
    umap.setPrecomputedKNN(listed(indices), listed(distances));
    // Only the number of rows matters: the neighbours are known.
    const epochs = umap.initializeFit(listed(indices));
    for (let epoch = 0; epoch < epochs; epoch++) umap.step();
    return Float32Array.from(umap.getEmbedding().flat());
  },
};

interface EmbeddingAtlas {
  createUMAP(
    count: number,
    inputDim: number,
    outputDim: number,
    data: Float32Array,
    options: { readonly seed: number; readonly nEpochs?: number },
  ): Promise<{ readonly embedding: Float32Array; run(): Promise<void>; destroy(): void }>;
}

function embeddingAtlas(name: string, how: string, nEpochs?: number): Contender {
  return {
    name,
    how,
    async layout({ vectors, count, dim }) {
      const { createUMAP } = await loadEmbeddingAtlas();
      const umap = await createUMAP(count, dim, 2, vectors, {
        seed: 1,
        ...(nEpochs !== undefined && { nEpochs }),
      });
      await umap.run();
      const map = umap.embedding.slice();
      umap.destroy();
      return map;
    },
  };
}

/**
 * Loads embedding-atlas, fetched from npm once. It is no dependency of the repository: as its peers npm would install
 * DuckDB and a plotting library.
 */
async function loadEmbeddingAtlas(): Promise<EmbeddingAtlas> {
  const script = join(FOLDER, 'node_modules/embedding-atlas/dist/umap.js');
  if (!existsSync(script)) {
    const options = ['--no-save', '--legacy-peer-deps', '--ignore-scripts', '--no-audit'];
    const what = `embedding-atlas@${VERSION}`;
    execFileSync('npm', ['install', ...options, '--prefix', FOLDER, what], { stdio: 'inherit' });
  }
  return import(pathToFileURL(script).href);
}

export const UMAP_CONTENDERS: readonly Contender[] = [
  umapJs,
  embeddingAtlas('embedding-atlas', `createUMAP ${VERSION}, as it is`),
  embeddingAtlas('embedding-atlas-200', `createUMAP ${VERSION}, 200 epochs`, 200),
];
