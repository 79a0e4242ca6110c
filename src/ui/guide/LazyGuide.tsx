import { lazyModule } from '../../loading/lazy-module.ts';
import { usePreferences, useWorkspace } from '../../state/app.ts';
import { Failure } from '../failure/Failure.tsx';
import { Part } from '../failure/Part.tsx';
import { useLazy } from '../failure/use-lazy.ts';

const PART = 'The guide';
const load = lazyModule(PART, () => import('./Guide.tsx'));

/** The guided start, fetched at the first visit; skipped or done, it does not come back. */
export function LazyGuide() {
  const guided = usePreferences((state) => state.guided);
  const restored = useWorkspace((state) => state.restored);
  if (guided || !restored) return null;
  return (
    <Part name={PART} area="inline">
      <Fetched />
    </Part>
  );
}

function Fetched() {
  const { module, error, retry } = useLazy(load);
  if (module !== null) return <module.default />;
  return error !== null && <Failure part={PART} error={error} onRetry={retry} />;
}
