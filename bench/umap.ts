/**
 * `npm run bench -- umap`: measures Facet's UMAP beside umap-js and the `createUMAP` of embedding-atlas, on the same
 * vectors in one run: time, CPU time, and trustworthiness. The vectors are made up in topics, or read from a file.
 * Options: `--texts N,N,…`, `--vectors FILE.npy`, `--only NAME,NAME…`, `--json FILE`.
 */
import { cpus } from 'node:os';
import { project } from '../src/analysis/project/project.ts';
import { finish } from '../src/analysis/steps.ts';
import type { EmbeddingMatrix } from '../src/analysis/types.ts';
import { toRows } from '../src/analysis/validate.ts';
import { commandLine, wholeNumber } from '../src/cli/command.ts';
import { madeUpVectors, readVectors } from './clustered.ts';
import { openReport } from './options.ts';
import { trustworthiness } from './trustworthiness.ts';
import { type Contender, UMAP_CONTENDERS } from './umap-contenders.ts';

/** Texts whose neighbours are judged: among 100,000, each takes a second. */
const JUDGED = 500;

const { sizes, vectors, only, json } = commandLine({
  usage:
    'usage: npm run bench -- umap [--texts 2000,10000,20000] [--vectors FILE.npy] [--only facet,umap-js,embedding-atlas] [--json FILE]',
  options: {
    texts: { type: 'string', default: '2000,10000,20000' },
    vectors: { type: 'string' },
    only: { type: 'string' },
    json: { type: 'string' },
  },
  read: ({ texts = '', vectors, only, json }) => ({
    sizes: texts.split(',').map((size) => wholeNumber('--texts', size)),
    vectors,
    only: only?.split(','),
    json,
  }),
});
const saveReport = await openReport(json);

const facet: Contender = {
  name: 'facet',
  how: 'src/analysis/project/umap.ts',
  layout: async (matrix) => finish(project(matrix, { method: 'umap' })),
};
const contenders = [facet, ...UMAP_CONTENDERS].filter(
  ({ name }) => only === undefined || only.includes(name),
);

async function sets(): Promise<readonly EmbeddingMatrix[]> {
  if (vectors === undefined) return sizes.map(madeUpVectors);
  const all = await readVectors(vectors);
  return sizes
    .filter((size) => size <= all.count)
    .map((count) => ({ ...all, count, vectors: all.vectors.slice(0, count * all.dim) }));
}

console.log(
  `UMAP of ${vectors ?? 'made-up vectors in 200 topics, 384 dimensions'}; Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model}`,
);
const report = [];
for (const matrix of await sets()) {
  const rows = toRows('vectors', matrix);
  for (const { name, how, layout } of contenders) {
    const began = performance.now();
    const cpu = process.cpuUsage();
    const map = await layout(matrix);
    const { user, system } = process.cpuUsage(cpu);
    const seconds = (performance.now() - began) / 1000;
    const cpuSeconds = (user + system) / 1e6;
    const trust = trustworthiness(rows, map, JUDGED);
    report.push({ texts: matrix.count, name, seconds, cpuSeconds, trust });
    console.log(
      `${String(matrix.count).padStart(7)} texts  ${name.padEnd(16)} ${seconds.toFixed(1).padStart(6)} s, CPU ${cpuSeconds.toFixed(1).padStart(6)} s, trustworthiness ${trust.toFixed(4)}  (${how})`,
    );
  }
}
await saveReport?.(report);
