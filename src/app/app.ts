import { useStore } from 'zustand';
import type { StoreApi } from 'zustand/vanilla';
import { firstAnalysis, type Job, type JobKind } from '../jobs/jobs.ts';
import type { OfflineState } from '../offline/client.ts';
import { createApp, type FacetApp } from './create-app.ts';
import type { EmbeddingsState } from './embeddings/embeddings-types.ts';
import { follow } from './follow.ts';
import type { EngineState } from './models/engine.ts';
import type { ModelsState } from './models/models.ts';
import { followOffline } from './network/offline.ts';
import { watchRequests } from './network/requests.ts';
import type { PanelDefinition } from './panels.ts';
import { followPreferences, type Preferences, preferences } from './preferences.ts';
import type { StorageState } from './storage/storage.ts';
import { type View, view } from './view.ts';
import type { WorkspaceState } from './workspace.ts';
import type { CatalogueState } from './workspaces/catalogue.ts';
import { saveOnLeaving } from './workspaces/leaving.ts';

let current: FacetApp | null = null;

/** Returns the parts that the page works with. @throws Error before `start`. */
export function app(): FacetApp {
  if (current === null) throw new Error('The page was not started.');
  return current;
}

/** Starts the workers, reads what was saved, loads the model and keeps everything up to date from then on. */
export function start(): void {
  const started = createApp();
  current = started;
  watchRequests();
  followPreferences();
  saveOnLeaving(started.workspaces.saver);
  follow(started);
  void started.workspaces.session.start();
  void started.model.getState().load();
  followOffline(started);
}

/** Takes the panels, whose code loads after that of the model. */
export function openPanels(definitions: readonly PanelDefinition[]): void {
  const { panels, workspace } = app();
  panels.open(definitions);
  if (workspace.getState().restored) panels.update();
}

/** Retries whichever of model, vectors and analysis made a panel fail. */
export function retry(panel: PanelDefinition): void {
  const { model, embeddings, panels } = app();
  if (model.getState().status === 'failed') void model.getState().load();
  else {
    embeddings.retry();
    panels.retry(panel);
  }
}

export const useWorkspace = hook<WorkspaceState>(() => app().workspace);
/** Whether another tab writes the open workspace: then nothing can be changed here. */
export const useReading = () => useWorkspace((state) => state.role === 'reader');
export const useModel = hook<EngineState>(() => app().model);
export const useModels = hook<ModelsState>(() => app().models.state);
export const useEmbeddings = hook<EmbeddingsState>(() => app().embeddings.store);
export const useStorage = hook<StorageState>(() => app().storage.state);
export const usePreferences = hook<Preferences>(() => preferences);
export const useCatalogue = hook<CatalogueState>(() => app().workspaces.catalogue.state);
export const useOffline = hook<OfflineState>(() => app().offline.state);
export const useView = hook<View>(() => view);
const useJobs = hook(() => app().jobs.store);
/** Returns the job of a kind that runs or is paused; null without one. */
export const useJob = (kind: JobKind): Job | null => useJobs((state) => state[kind] ?? null);
/** Returns the oldest running computation, a panel's or the suggestion of k; null without one. */
export const useAnalysisJob = (): Job | null => useJobs(firstAnalysis);

function hook<State>(store: () => StoreApi<State>) {
  return <Selected>(select: (state: State) => Selected): Selected => useStore(store(), select);
}
