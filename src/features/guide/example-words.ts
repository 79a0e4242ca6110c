import { useStore } from 'zustand';
import { app, useModel } from '../../app/app.ts';
import { type Example, exampleOrigin, examples } from '../../workspace/examples.ts';

/** The example that is open as it came, and read by the model that its words are about; else null. */
export function useOpenExample(): Example | null {
  const origin = useStore(app().workspaces.session.state, (state) => state.origin);
  const isBuiltin = useModel((state) => state.modelId === null);
  if (!isBuiltin) return null;
  return examples.find(({ id }) => exampleOrigin(id) === origin) ?? null;
}
