import { CheckpointError } from '../lib/checkpoint-error.ts';
import { JsonObject } from './json.ts';

/** Paths of a folder's modules: each is "" or ends in a slash. */
export interface ModuleLayout {
  readonly transformer: string;
  /** Path of the Pooling module; null if none was listed, so the default (mean of all tokens) holds. */
  readonly pooling: string | null;
  readonly dense: readonly string[];
  readonly normalize: boolean;
  /** Whether InstructorEmbedding wrote the folder: it names that package's classes. */
  readonly instructor: boolean;
}

/**
 * Reads modules.json: a Transformer, its Pooling, then any number of Dense, then perhaps Normalize.
 * @throws CheckpointError naming the module that is of another type or out of this order.
 */
export function parseModules(file: string, json: unknown): ModuleLayout {
  if (!Array.isArray(json)) {
    throw new CheckpointError('does not hold a list of modules', { file });
  }
  const modules = json.map((entry: unknown, i) => {
    const module = new JsonObject(`${file}: module ${i}`, entry);
    return {
      kind: parseType(module),
      instructor: module.string('type').includes('INSTRUCTOR_'),
      path: parsePath(module),
      index: module.integer('idx', { min: 0, max: 1000, fallback: i }),
    };
  });
  modules.sort((a, b) => a.index - b.index);
  const order = modules.map(({ kind }) => kind).join(' ');
  if (!/^Transformer Pooling( Dense)*( Normalize)?$/.test(order)) {
    throw new CheckpointError(
      `lists the modules ${order.slice(0, 200) || '(none)'}; Facet runs Transformer, Pooling, then Dense if any, then Normalize if any`,
      { file },
    );
  }
  return {
    transformer: modules[0]!.path,
    pooling: modules[1]!.path,
    dense: modules.filter(({ kind }) => kind === 'Dense').map(({ path }) => path),
    normalize: order.endsWith('Normalize'),
    instructor: modules.some(({ instructor }) => instructor),
  };
}

type ModuleKind = 'Transformer' | 'Pooling' | 'Dense' | 'Normalize';

const KINDS: Readonly<Record<string, ModuleKind>> = {
  Transformer: 'Transformer',
  Pooling: 'Pooling',
  Dense: 'Dense',
  Normalize: 'Normalize',
  // Name that InstructorEmbedding writes when a trained model is saved.
  INSTRUCTOR_Transformer: 'Transformer',
  INSTRUCTOR_Pooling: 'Pooling',
};

/** Reads the class alone, not its module path: sentence-transformers has moved its modules more than once. */
function parseType(module: JsonObject): ModuleKind {
  const type = module.string('type');
  const [library, ...rest] = type.split('.');
  const kind = KINDS[rest.at(-1) ?? ''];
  const known = library === 'sentence_transformers' || library === 'InstructorEmbedding';
  if (known && kind !== undefined) return kind;
  return module.fail(
    'type',
    type,
    'sentence_transformers’ Transformer, Pooling, Dense or Normalize',
  );
}

function parsePath(module: JsonObject): string {
  const path = module.string('path', '').replace(/\/$/, '');
  return path === '' ? '' : `${path}/`;
}
