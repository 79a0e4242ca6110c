/**
 * `npm run bench -- clusters`: measures k-means of many texts, and the search for their best number of clusters.
 * The vectors are made up in 200 topics, or read from a file.
 * Options: `--texts N`, `--clusters N`, `--most N`, `--vectors FILE.npy`, `--json FILE`.
 */
import { cpus } from 'node:os';
import { cluster } from '../src/analysis/cluster/kmeans.ts';
import { suggestK } from '../src/analysis/cluster/suggest-k.ts';
import { finish, type Steps } from '../src/analysis/steps.ts';
import { toRows } from '../src/analysis/validate.ts';
import { commandLine, wholeNumber } from '../src/cli/command.ts';
import { madeUpVectors, readVectors } from './clustered.ts';
import { openReport } from './options.ts';

const { texts, clusters, most, vectors, json } = commandLine({
  usage:
    'usage: npm run bench -- clusters [--texts 100000] [--clusters 50] [--most 200] [--vectors FILE.npy] [--json FILE]',
  options: {
    texts: { type: 'string', default: '100000' },
    clusters: { type: 'string', default: '50' },
    most: { type: 'string', default: '200' },
    vectors: { type: 'string' },
    json: { type: 'string' },
  },
  read: ({ texts = '', clusters = '', most = '', vectors, json }) => ({
    texts: wholeNumber('--texts', texts),
    clusters: wholeNumber('--clusters', clusters),
    most: wholeNumber('--most', most),
    vectors,
    json,
  }),
});
const saveReport = await openReport(json);
const matrix = vectors === undefined ? madeUpVectors(texts) : await readVectors(vectors);
const rows = toRows('vectors', matrix);
console.log(
  `${rows.count} × ${rows.dim} ${vectors ?? 'made-up vectors in 200 topics'}; Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model}`,
);

function timed<Result>(name: string, steps: Steps<Result>, words: (result: Result) => string) {
  const began = performance.now();
  const cpu = process.cpuUsage();
  const result = finish(steps);
  const { user, system } = process.cpuUsage(cpu);
  const seconds = (performance.now() - began) / 1000;
  const cpuSeconds = (user + system) / 1e6;
  console.log(
    `${name.padEnd(26)} ${seconds.toFixed(1)} s, CPU ${cpuSeconds.toFixed(1)} s; ${words(result)}`,
  );
  return { name, seconds, cpuSeconds };
}

const report = [
  timed(
    `k-means, k = ${clusters}`,
    cluster(rows, { k: clusters }),
    ({ algorithm, k, inertia, silhouette }) =>
      `${algorithm}, ${k} clusters, inertia ${inertia.toFixed(0)}, silhouette ${silhouette.toFixed(3)}`,
  ),
  timed(
    `suggest k up to ${most}`,
    suggestK(rows, { most }),
    ({ k, scores, sampled }) =>
      `k = ${k} of ${scores.length} tried, silhouette ${scores.find((score) => score.k === k)?.silhouette.toFixed(3)}, on ${sampled} texts`,
  ),
];
await saveReport?.(report);
