import { useMemo, useSyncExternalStore } from 'react';
import { useView, useWorkspace } from '../../app/app.ts';
import { isFolded } from '../../app/folds.ts';
import type { Panel } from '../../app/panels.ts';

/** Names of the panels that are folded now. */
export function useFolded(panels: readonly Panel[]): ReadonlySet<string> {
  const large = useView((state) => state.large);
  const folds = useView((state) => state.folds);
  const texts = useWorkspace(({ workspace }) => workspace.texts.length);
  const restored = useWorkspace((state) => state.restored);
  const empty = useSyncExternalStore(
    (changed) => {
      const stops = panels.map(({ data }) => data.store.subscribe(changed));
      return () => {
        for (const stop of stops) stop();
      };
    },
    // A text, as a list would be another one each time.
    () =>
      panels
        .filter(({ data }) => data.store.getState().status === 'empty')
        .map(({ definition }) => definition.name)
        .join(' '),
  );
  return useMemo(() => {
    const names = restored ? empty.split(' ') : [];
    const folded = panels.filter(({ definition }) =>
      isFolded(definition, { folds, large }, { texts, empty: names.includes(definition.name) }),
    );
    return new Set(folded.map(({ definition }) => definition.name));
  }, [panels, folds, large, texts, empty, restored]);
}
