import { usePreferences, useWorkspace } from '../../app/app.ts';
import { LazyPart, partCode } from '../../app/failure/LazyPart.tsx';
import { Part } from '../../app/failure/Part.tsx';

const PART = 'The guide';
const CODE = partCode(PART, async () => (await import('./Guide.tsx')).default);

/** The guided start, fetched at the first visit. Once skipped or done, it does not come back. */
export function LazyGuide() {
  const guided = usePreferences((state) => state.guided);
  const restored = useWorkspace((state) => state.restored);
  if (guided || !restored) return null;
  return (
    <Part name={PART} area="inline">
      <LazyPart code={CODE} />
    </Part>
  );
}
