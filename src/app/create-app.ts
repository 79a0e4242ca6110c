import type { StoreApi } from 'zustand/vanilla';
import { createAnalysisClient } from '../analysis/client.ts';
import type { Analysis } from '../analysis/types.ts';
import { createEngineClient } from '../engine/client.ts';
import { EngineError } from '../engine/errors.ts';
import type { Engine } from '../engine/types.ts';
import { createImporter } from '../importer/client.ts';
import { type ImportLine, openLine } from '../importer/line.ts';
import type { ImportSource } from '../importer/types.ts';
import { Jobs } from '../jobs/jobs.ts';
import { BUILTIN_MODEL } from '../model-folder/builtin.ts';
import { listModels, listUnfinished, removeModel } from '../model-folder/model-store.ts';
import type { Search } from '../search/types.ts';
import { createVectors, type Vectors } from '../vectors/client.ts';
import { EXAMPLE_VIEW, exampleOrigin, FIRST_EXAMPLE } from '../workspace/examples.ts';
import { alsoWanted } from './embeddings/also-wanted.ts';
import { Embeddings } from './embeddings/embeddings.ts';
import { wantedPairs } from './embeddings/gather.ts';
import { lateSearch } from './late-search.ts';
import { shownLensesOf } from './lenses/shown-lenses.ts';
import { createEngineStore, type EngineState } from './models/engine.ts';
import { Models } from './models/models.ts';
import { createOffline, type OfflineUse } from './network/offline-use.ts';
import { Panels, panelSources } from './panels.ts';
import { preferences } from './preferences.ts';
import { StoragePage } from './storage/storage.ts';
import { highlight, view } from './view.ts';
import { createWorkspaceStore, type WorkspaceState } from './workspace.ts';
import { createWorkspaces } from './workspaces/create.ts';
import { Tabs } from './workspaces/tabs.ts';

/** Typing rests this long before it is embedded. */
const TYPING_REST_MS = 150;

/** The stores of the page and the objects that work on them. */
export interface FacetApp {
  readonly workspace: StoreApi<WorkspaceState>;
  readonly workspaces: ReturnType<typeof createWorkspaces>;
  readonly engine: Pick<Engine, 'encode'>;
  readonly model: StoreApi<EngineState>;
  readonly models: Models;
  /** Cuts long texts by the tokens of the model that runs. */
  readonly split: Engine['split'];
  readonly vectors: Vectors;
  readonly embeddings: Embeddings;
  readonly analysis: Analysis;
  readonly search: Search;
  readonly panels: Panels;
  readonly jobs: Jobs;
  readonly storage: StoragePage;
  readonly offline: OfflineUse;
}

/** Starts the workers and connects the objects that use them. Reads and loads nothing yet: see `follow`. */
export function createApp(): FacetApp {
  const jobs = new Jobs();
  const vectors = createVectors();
  const engine = createEngineClient(() => vectors.port());
  const analysis = createAnalysisClient(() => vectors.port());
  const search = lateSearch(() => vectors.port());
  const workspace = createWorkspaceStore(FIRST_EXAMPLE.workspace);
  const workspaces = createWorkspaces(
    workspace,
    view,
    {
      workspace: FIRST_EXAMPLE.workspace,
      view: EXAMPLE_VIEW,
      untouched: exampleOrigin(FIRST_EXAMPLE.id),
    },
    {
      tabs: new Tabs(),
      locks: navigator.locks,
      lasting: storage('localStorage'),
      memory: storage('sessionStorage'),
    },
  );
  const model = createEngineStore({
    engine,
    source: BUILTIN_MODEL.source,
    choice: preferences.getState().device,
    modelId: preferences.getState().model,
    onChoice: (device) => preferences.setState({ device }),
    onModel: (modelId) => preferences.setState({ model: modelId }),
  });
  const models = new Models({
    importer: createImporter(unlessOffline),
    store: { list: listModels, unfinished: listUnfinished, remove: removeModel },
    engine: model,
    jobs,
  });
  const kept = new StoragePage(vectors, () => models.refresh(), storage('localStorage'));
  const embeddings = new Embeddings({
    engine,
    vectors,
    jobs,
    model,
    *wanted() {
      const { restored, workspace: current } = workspace.getState();
      if (!restored) return;
      yield* alsoWanted.getState().hit;
      const shown = shownLensesOf(current, view.getState());
      yield* wantedPairs(current, shown, highlight.getState().pinned);
      yield* alsoWanted.getState().pairs;
      yield* alsoWanted.getState().evaluated;
    },
    keeping: {
      on: () => preferences.getState().keepVectors,
      locks: navigator.locks,
      embedded: (texts) => {
        if (preferences.getState().keepVectors) void kept.embedded(texts);
      },
    },
    delayMs: TYPING_REST_MS,
  });
  const panels = new Panels(
    panelSources({ engine, analysis, search, embeddings, model, workspace, view, jobs }),
  );
  return {
    workspace,
    workspaces,
    engine,
    model,
    models,
    split: (...call) => engine.split(...call),
    vectors,
    embeddings,
    analysis,
    search,
    panels,
    jobs,
    offline: createOffline(),
    storage: kept,
  };
}

/** Opens no line to another site while the user works offline. */
async function unlessOffline(source: ImportSource): Promise<ImportLine> {
  if (source.kind !== 'files' && preferences.getState().offline) {
    throw new EngineError(
      'No site is asked while "Work offline" is on: switch it off under "On this device", or import the model from a folder of this computer',
    );
  }
  return openLine(source);
}

/** Returns a storage of the browser; undefined where it keeps nothing for the page. */
function storage(name: 'localStorage' | 'sessionStorage'): Storage | undefined {
  try {
    return window[name];
  } catch {
    return undefined;
  }
}
