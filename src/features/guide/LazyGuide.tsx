import { usePreferences, useWorkspace } from '../../app/app.ts';
import { LazyPart, partCode } from '../../app/failure/LazyPart.tsx';
import { Part } from '../../app/failure/Part.tsx';
import { useOpenExample } from './example-words.ts';

const PART = 'The guide';
const GUIDE = partCode(PART, async () => (await import('./Guide.tsx')).default);
const WORDS = partCode(PART, async () => (await import('./ExampleWords.tsx')).default);

/**
 * The guided start at the first visit; once skipped or done, it does not come back. Later, what is to be seen in an example,
 * until it is closed.
 */
export function LazyGuide() {
  const guided = usePreferences((state) => state.guided);
  const closed = usePreferences((state) => state.closedWords);
  const restored = useWorkspace((state) => state.restored);
  const example = useOpenExample();
  if (!restored) return null;
  if (guided && (example === null || closed.includes(example.id))) return null;
  return (
    <Part name={PART} area="inline">
      {guided ? (
        <LazyPart code={WORDS} example={example!} />
      ) : (
        <LazyPart code={GUIDE} example={example} />
      )}
    </Part>
  );
}
