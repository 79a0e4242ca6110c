/**
 * The map of the house as a check: which room of src/ may import which (docs/architecture.md says why).
 * `npm test` runs it ("Boundaries"); a new import that is not in the list fails.
 */

/** For each room, the rooms it may import besides itself. A room inside another has a line of its own. */
const ROOMS = {
  lib: [],
  jobs: ['lib'],
  loading: ['lib'],
  workers: ['lib'],
  checkpoint: ['lib'],
  tokenizer: ['lib'],
  encoders: ['checkpoint', 'lib'],
  'model-folder': ['encoders', 'checkpoint', 'lib'],
  engine: ['model-folder', 'encoders', 'tokenizer', 'workers', 'lib'],
  convert: ['engine', 'model-folder', 'encoders', 'tokenizer', 'checkpoint', 'workers', 'lib'],
  importer: [
    ...['convert', 'engine', 'model-folder', 'encoders', 'checkpoint'],
    ...['jobs', 'workers', 'lib'],
  ],
  offline: ['model-folder', 'lib'],
  vectors: ['workers', 'lib'],
  stores: ['workers', 'lib'],
  analysis: ['vectors', 'workers', 'lib'],
  evaluation: ['analysis', 'lib'],
  'evaluation/service': ['evaluation', 'analysis', 'vectors', 'workers', 'lib'],
  generation: ['workers', 'lib'],
  exports: ['vectors', 'workers', 'lib'],
  'exports/model': [
    ...['exports', 'convert', 'engine', 'model-folder', 'encoders'],
    ...['jobs', 'workers', 'lib'],
  ],
  search: ['analysis', 'vectors', 'workers', 'lib'],
  corpus: ['loading', 'workers', 'lib'],
  given: ['checkpoint', 'corpus', 'workers', 'lib'],
  workspace: ['analysis', 'corpus', 'lib'],
  widgets: ['loading', 'lib'],
  app: [
    ...[
      'importer',
      'engine',
      'model-folder',
      'encoders',
      'vectors',
      'exports',
      'corpus',
      'given',
      'analysis',
      'search',
      'workspace',
    ],
    ...['widgets', 'jobs', 'offline', 'workers', 'loading', 'lib'],
  ],
  'features/models': [
    ...['importer', 'exports/model', 'model-folder', 'encoders', 'checkpoint'],
    ...['app', 'widgets', 'workspace', 'loading', 'lib'],
  ],
  'features/stores': ['stores', 'app', 'widgets', 'workspace', 'loading', 'lib'],
  'features/lenses': ['encoders', 'app', 'widgets', 'workspace', 'loading', 'lib'],
  features: [
    'app',
    'widgets',
    'analysis',
    'search',
    'exports',
    'evaluation',
    'corpus',
    'workspace',
    'loading',
    'lib',
  ],
  shell: ['features', 'app', 'widgets', 'workspace', 'loading', 'lib'],
  node: ['convert', 'engine', 'model-folder', 'encoders', 'tokenizer', 'checkpoint', 'lib'],
  cli: [
    ...['node', 'convert', 'engine', 'model-folder', 'encoders', 'tokenizer', 'checkpoint'],
    ...['evaluation', 'generation', 'vectors', 'analysis', 'lib'],
  ],
};

/** Rooms of which only types are taken. */
const TYPES_OF = {
  vectors: ['engine'],
  'features/models': ['engine'],
  features: ['engine', 'importer', 'model-folder', 'encoders', 'vectors'],
  shell: ['engine', 'jobs', 'offline'],
};

/** Scripts that workers begin with put parts together that else do not know each other. */
const WORKER_ENTRIES = '/(worker|runner-worker)\\.ts$';

/**
 * Imports against the map that are still there, each with what would end it: none. No entry is added
 * without a reason.
 */
const DEBTS = [];

/**
 * Folders of features that others may import from. A feature knows no other: what two of them need lies in app/, in
 * widgets/ or here, and shell/ puts them together.
 */
const SHARED_FEATURES = [
  // The frame, the menu that saves and the words that all panels share.
  'panel',
];

const TESTS = '\\.test\\.tsx?$';
const inRooms = (rooms) => rooms.map((room) => `^src/${room}/`);
const everything = '^(src|e2e|bench|scripts|testing)/';

const roomRules = Object.entries(ROOMS).flatMap(([room, allowed]) => {
  const own = [room, ...allowed];
  const types = TYPES_OF[room] ?? [];
  const inner = Object.keys(ROOMS).filter((name) => name.startsWith(`${room}/`));
  const from = {
    path: `^src/${room}/`,
    pathNot: [TESTS, WORKER_ENTRIES, ...inRooms(inner), ...DEBTS.map((debt) => debt.from)],
  };
  return [
    {
      name: `${room} imports ${own.join(', ')}${types.length > 0 ? `; types of ${types.join(', ')}` : ''}`,
      severity: 'error',
      from,
      to: { path: everything, pathNot: inRooms([...own, ...types]) },
    },
    ...(types.length === 0
      ? []
      : [
          {
            name: `${room} takes types alone of ${types.join(', ')}`,
            severity: 'error',
            from,
            to: { path: inRooms(types), dependencyTypesNot: ['type-only'] },
          },
        ]),
  ];
});

/** A debt lifts the rule of its room for these imports and no others. */
const debtRules = DEBTS.map(({ from, to }) => {
  const room = /\^src\/([^/]+)/.exec(from)[1];
  return {
    name: `of ${from} only ${to} is a debt`,
    severity: 'error',
    from: { path: from, pathNot: [TESTS] },
    to: { path: everything, pathNot: [...inRooms([room, ...ROOMS[room]]), to] },
  };
});

export default {
  forbidden: [
    { name: 'no cycles', severity: 'error', from: {}, to: { circular: true } },
    ...roomRules,
    ...debtRules,
    {
      name: 'no feature imports another',
      severity: 'error',
      from: { path: '^src/features/([^/]+)/', pathNot: [TESTS] },
      to: {
        path: '^src/features/',
        pathNot: ['^src/features/$1/', ...SHARED_FEATURES.map((name) => `^src/features/${name}/`)],
      },
    },
    {
      name: 'Node is for node, cli and tests',
      severity: 'error',
      from: { path: '^src/', pathNot: [TESTS, '^src/(node|cli)/'] },
      to: { dependencyTypes: ['core'] },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: { extensions: ['.ts', '.tsx', '.js', '.json'] },
  },
};
