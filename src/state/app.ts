import { useStore } from 'zustand';
import type { StoreApi } from 'zustand/vanilla';
import { createAnalysisClient } from '../analysis/client.ts';
import { examples } from '../data/examples.ts';
import { BUILTIN_MODEL } from '../engine/builtin.ts';
import { createEngineClient } from '../engine/client.ts';
import { createImporter } from '../importer/client.ts';
import { listModels, listUnfinished, removeModel } from '../storage/model-store.ts';
import { Embeddings, type EmbeddingsState } from './embeddings.ts';
import { createEngineStore, type EngineState } from './engine.ts';
import { Models, type ModelsState } from './models.ts';
import { createPanels, wantedPairs } from './panels.ts';
import { type Preferences, preferences } from './preferences.ts';
import { watchRequests } from './requests.ts';
import { createWorkspaceStorage } from './storage.ts';
import { type View, view } from './view.ts';
import { createWorkspaceStore, type WorkspaceState } from './workspace.ts';

/** Typing rests this long before it is embedded. */
const TYPING_REST_MS = 150;

const engine = createEngineClient();
const analysis = createAnalysisClient();

export const workspace = createWorkspaceStore(examples[0]!.workspace, createWorkspaceStorage());

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
});

export const embeddings = new Embeddings({
  engine,
  model,
  wanted: () => (workspace.getState().restored ? wantedPairs(workspace.getState().workspace) : []),
  delayMs: TYPING_REST_MS,
});

export const panels = createPanels({ analysis, embeddings, model, workspace, view });

function updatePanels(): void {
  if (!workspace.getState().restored) return;
  panels.similarity.update();
  panels.map.update();
  panels.retrieval.update();
}

/** Reads what was saved, loads the model and keeps the panels up to date from then on. */
export function start(): void {
  watchRequests();
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
    if (state.columns !== before.columns) updatePanels();
  });
  void model.getState().load();
}

/** What a failed panel's Retry does: whatever of model, vectors and analysis is to blame. */
export function retry(panel: keyof typeof panels): void {
  if (model.getState().status === 'failed') void model.getState().load();
  else {
    embeddings.retry();
    panels[panel].retry();
  }
}

export const useWorkspace = hook<WorkspaceState>(workspace);
export const useModel = hook<EngineState>(model);
export const useModels = hook<ModelsState>(models.state);
export const useEmbeddings = hook<EmbeddingsState>(embeddings.store);
export const usePreferences = hook<Preferences>(preferences);
export const useView = hook<View>(view);

function hook<State>(store: StoreApi<State>) {
  return <Selected>(select: (state: State) => Selected): Selected => useStore(store, select);
}
