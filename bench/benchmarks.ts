/** Benchmarks of `npm run bench`, by name. */
interface Benchmark {
  /** What the benchmark measures, in one line. */
  readonly measures: string;
  /** What the machine needs. */
  readonly needs: string;
  /** Runs the benchmark, which is a script that reads its own arguments. */
  readonly start: () => Promise<unknown>;
}

export const BENCHMARKS: Readonly<Record<string, Benchmark>> = {
  encode: {
    measures:
      'speed and accuracy beside transformers.js and native ONNX Runtime, on the same weights',
    needs: 'Chromium; Python 3.11 and 1.3 GB of packages from PyPI, once',
    start: () => import('./encode.ts'),
  },
  base: {
    measures: "instructor-base's shapes beside transformers.js on the layout of the public copies",
    needs: 'Chromium; Python 3.11 and 1.3 GB of packages from PyPI, once',
    start: () => import('./base.ts'),
  },
  page: {
    measures: "what holds up the page's main thread, and which script does",
    needs: 'Chromium',
    start: () => import('./responsiveness.ts'),
  },
  vectors: {
    measures: 'copies of a vector on its way to the panels, and what they cost the main thread',
    needs: 'Chromium',
    start: () => import('./vectors.ts'),
  },
  sizes: {
    measures: "what a text of megabytes and 100,000 short texts cost the page's main thread",
    needs: 'Chromium',
    start: () => import('./sizes.ts'),
  },
  map: {
    measures: "what a map of 100,000 texts costs the page's main thread, drawn, computed and saved",
    needs: 'Chromium',
    start: () => import('./map.ts'),
  },
  clusters: {
    measures: 'k-means of 100,000 texts, and the search for the best number of clusters up to 200',
    needs: '2 GB of memory',
    start: () => import('./clusters.ts'),
  },
  umap: {
    measures: 'time and trustworthiness of UMAP beside umap-js and embedding-atlas',
    needs: 'npm (embedding-atlas, once)',
    start: () => import('./umap.ts'),
  },
  search: {
    measures: 'the exact search of 10,000 to a million vectors, and the kernels it could have',
    needs: 'Chromium; 6 GB of memory for a million',
    start: () => import('./search.ts'),
  },
  gpu: {
    measures: "the golden checkpoints on this machine's GPU, and its speed beside WASM",
    needs: 'Chromium with a WebGPU adapter',
    start: () => import('./gpu.ts'),
  },
  import: {
    measures: 'time and peak memory of importing checkpoints: [base] [large] [xl]',
    needs: 'Chromium; Linux; 0.5, 1.7 and 6.3 GB of disk',
    start: () => import('./imports.ts'),
  },
  tables: {
    measures: 'MB/s and peak memory of reading tables: CSV, JSONL, Parquet, at a size given',
    needs: 'the size three times over in the temporary folder',
    start: () => import('./tables.ts'),
  },
  accuracy: {
    measures: 'what quantising to int8 costs a checkpoint, over 1,000 sentences: [folder]',
    needs: 'the folder, or MiniLM-L6 (python3 training/reference/fetch_minilm.py)',
    start: () => import('./accuracy.ts'),
  },
  quantisers: {
    measures: 'ways to quantise a checkpoint at equal bytes, side by side: [folder]',
    needs: 'the folder, or MiniLM-L6 (python3 training/reference/fetch_minilm.py)',
    start: () => import('./quantisers.ts'),
  },
  coverage: {
    measures:
      'how many intervals of the evaluation hold the truth, and how many findings are false',
    needs: 'a minute or two',
    start: () => import('./coverage.ts'),
  },
  hostile: {
    measures: 'what comes of hostile and absurd files, with time and peak memory: [--only words]',
    needs: '200 MB of disk in the temporary folder',
    start: () => import('./hostile.ts'),
  },
};
