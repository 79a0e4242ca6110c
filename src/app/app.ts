import { useStore } from 'zustand';
import type { StoreApi } from 'zustand/vanilla';
import { createAnalysisClient } from '../analysis/client.ts';
import { createEngineClient } from '../engine/client.ts';
import { placeOf, readableItems } from '../features/tokens/compute.ts';
import { createImporter } from '../importer/client.ts';
import { type Job, type JobKind, Jobs } from '../jobs/jobs.ts';
import { BUILTIN_MODEL } from '../model-folder/builtin.ts';
import { listModels, listUnfinished, removeModel } from '../model-folder/model-store.ts';
import { createVectors } from '../vectors/client.ts';
import { exampleOrigin, FIRST_EXAMPLE } from '../workspace/examples.ts';
import { comparisonOf } from './comparison.ts';
import { Embeddings, type EmbeddingsState } from './embeddings.ts';
import { createEngineStore, type EngineState } from './engine.ts';
import { wantedPairs } from './gather.ts';
import { Models, type ModelsState } from './models.ts';
import { createPanels } from './panels.ts';
import { followPreferences, type Preferences, preferences } from './preferences.ts';
import { watchRequests } from './requests.ts';
import { highlight, type View, view } from './view.ts';
import { createWorkspaceStore, type WorkspaceState } from './workspace.ts';
import type { CatalogueState } from './workspaces/catalogue.ts';
import { createWorkspaces } from './workspaces/create.ts';
import { saveOnLeaving } from './workspaces/leaving.ts';
import { Tabs } from './workspaces/tabs.ts';

/** Typing rests this long before it is embedded. */
const TYPING_REST_MS = 150;

const jobs = new Jobs();
const vectors = createVectors();
const engine = createEngineClient(vectors.port());
const analysis = createAnalysisClient(() => vectors.port());

export const workspace = createWorkspaceStore(FIRST_EXAMPLE.workspace);

export const workspaces = createWorkspaces(
  workspace,
  view,
  { workspace: FIRST_EXAMPLE.workspace, untouched: exampleOrigin(FIRST_EXAMPLE.id) },
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

export const models = new Models({
  importer: createImporter(),
  store: { list: listModels, unfinished: listUnfinished, remove: removeModel },
  engine: model,
  jobs,
});

export const embeddings = new Embeddings({
  engine,
  vectors,
  jobs,
  model,
  wanted() {
    const { restored, workspace: current } = workspace.getState();
    if (!restored) return [];
    const shown = comparisonOf(current, view.getState());
    return wantedPairs(current, shown, highlight.getState().pinned);
  },
  delayMs: TYPING_REST_MS,
});

export const { panels, suggester } = createPanels({
  engine,
  analysis,
  embeddings,
  model,
  workspace,
  view,
});

function updatePanels(): void {
  if (!workspace.getState().restored) return;
  panels.similarity.update();
  panels.map.update();
  panels.retrieval.update();
  panels.effect.update();
  panels.tokens.update();
}

/** Reads what was saved, loads the model and keeps the panels up to date from then on. */
export function start(): void {
  watchRequests();
  followPreferences();
  saveOnLeaving(workspaces.saver);
  workspace.subscribe((state, before) => {
    if (state.workspace === before.workspace && state.restored === before.restored) return;
    embeddings.schedule();
    updatePanels();
  });
  embeddings.store.subscribe((state, before) => {
    if (
      state.version !== before.version ||
      state.error !== before.error ||
      state.cancelled !== before.cancelled
    ) {
      updatePanels();
    }
  });
  model.subscribe((state, before) => {
    if (state.status === before.status) return;
    if (state.status === 'ready') embeddings.schedule();
    updatePanels();
  });
  view.subscribe((state, before) => {
    const compared =
      state.mode !== before.mode || state.first !== before.first || state.second !== before.second;
    if (compared) embeddings.schedule();
    if (compared || state.columns !== before.columns) updatePanels();
    else if (state.read !== before.read) panels.tokens.update();
  });
  highlight.subscribe(({ pinned }, before) => {
    if (pinned !== before.pinned && pinned.length > 0) readText(pinned[0]!);
    // Pinned texts are embedded under lenses that are not shown; what was cancelled stays so.
    if (pinned !== before.pinned && !embeddings.store.getState().cancelled) embeddings.schedule();
  });
  void workspaces.session.start();
  void model.getState().load();
}

/** A storage of the browser; undefined where it keeps nothing for the page. */
function storage(name: 'localStorage' | 'sessionStorage'): Storage | undefined {
  try {
    return window[name];
  } catch {
    return undefined;
  }
}

/** Shows the tokens of the first text of this wording. */
function readText(text: string): void {
  const item = readableItems(workspace.getState().workspace).find((each) => each.text === text);
  if (item !== undefined) view.setState({ read: placeOf(item) });
}

/** What a failed panel's Retry does: whatever of model, vectors and analysis is to blame. */
export function retry(panel: keyof typeof panels): void {
  if (model.getState().status === 'failed') void model.getState().load();
  else {
    embeddings.retry();
    // The effect is measured on the map's clusters.
    if (panel === 'effect') panels.map.retry();
    panels[panel].retry();
  }
}

export const useWorkspace = hook<WorkspaceState>(workspace);
/** Whether another tab writes what is open: nothing can be changed here then. */
export const useReading = () => useWorkspace((state) => state.role === 'reader');
export const useModel = hook<EngineState>(model);
export const useModels = hook<ModelsState>(models.state);
export const useEmbeddings = hook<EmbeddingsState>(embeddings.store);
export const usePreferences = hook<Preferences>(preferences);
export const useCatalogue = hook<CatalogueState>(workspaces.catalogue.state);
export const useView = hook<View>(view);
const useJobs = hook(jobs.store);
/** The work of a kind that goes on or is paused; null where there is none. */
export const useJob = (kind: JobKind): Job | null => useJobs((state) => state[kind] ?? null);

function hook<State>(store: StoreApi<State>) {
  return <Selected>(select: (state: State) => Selected): Selected => useStore(store, select);
}
