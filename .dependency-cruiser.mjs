/**
 * The map of the house as a check: which room of src/ may import which (docs/architecture.md says why).
 * `npm test` runs it ("Boundaries"); a new import that is not in the list fails.
 */

/** For each room, the rooms it may import besides itself. Longest path first: a room may lie inside another. */
const ROOMS = {
  lib: [],
  loading: ['lib'],
  workers: ['lib'],
  checkpoint: ['lib'],
  tokenizer: ['lib'],
  encoders: ['checkpoint', 'lib'],
  'model-folder': ['encoders', 'checkpoint', 'lib'],
  engine: ['model-folder', 'encoders', 'tokenizer', 'workers', 'lib'],
  convert: ['engine', 'model-folder', 'encoders', 'tokenizer', 'checkpoint', 'workers', 'lib'],
  importer: ['convert', 'engine', 'model-folder', 'encoders', 'checkpoint', 'workers', 'lib'],
  vectors: ['workers', 'lib'],
  corpus: ['vectors', 'loading', 'lib'],
  analysis: ['workers', 'lib'],
  workspace: ['lib'],
  widgets: ['loading', 'lib'],
  app: ['widgets', 'importer', 'engine', 'model-folder', 'vectors', 'corpus', 'analysis', 'workspace', 'workers', 'loading', 'lib'],
  features: ['app', 'widgets', 'analysis', 'corpus', 'workspace', 'loading', 'lib'],
  shell: ['features', 'app', 'widgets', 'workspace', 'loading', 'lib'],
  node: ['convert', 'engine', 'model-folder', 'encoders', 'tokenizer', 'checkpoint', 'lib'],
  cli: ['node', 'convert', 'engine', 'model-folder', 'encoders', 'tokenizer', 'checkpoint', 'lib'],
};

const TESTS = '\\.test\\.tsx?$';

const roomRules = Object.entries(ROOMS).map(([room, allowed]) => ({
  name: `${room} imports only ${[room, ...allowed].join(', ')}`,
  severity: 'error',
  from: { path: `^src/${room}/`, pathNot: [TESTS] },
  to: { path: '^(src|e2e|bench|scripts|testing)/', pathNot: [room, ...allowed].map((name) => `^src/${name}/`) },
}));

export default {
  forbidden: [
    { name: 'no cycles', severity: 'error', from: {}, to: { circular: true } },
    ...roomRules,
    { name: 'testing is for tests', severity: 'error', from: { path: '^src/', pathNot: [TESTS, '^src/testing/'] }, to: { path: '^src/testing/' } },
  ],
  options: {
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: { extensions: ['.ts', '.tsx', '.js', '.json'] },
  },
};
