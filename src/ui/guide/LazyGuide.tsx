import { lazy, Suspense } from 'react';
import { usePreferences, useWorkspace } from '../../state/app.ts';

const Guide = lazy(() => import('./Guide.tsx'));

/** The guided start, fetched at the first visit; skipped or done, it does not come back. */
export function LazyGuide() {
  const guided = usePreferences((state) => state.guided);
  const restored = useWorkspace((state) => state.restored);
  if (guided || !restored) return null;
  return (
    <Suspense fallback={null}>
      <Guide />
    </Suspense>
  );
}
