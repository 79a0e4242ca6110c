import { useModel } from '../app/app.ts';
import { loadWords } from '../app/models/load-words.ts';
import { Button } from '../widgets/Button.tsx';
import { ProgressBar } from '../widgets/ProgressBar.tsx';

export function LoadStatus() {
  const progress = useModel((state) => state.progress);
  const cancel = useModel((state) => state.cancelLoad);
  const { text, fraction } = loadWords(progress);
  return (
    <div className="job" data-testid="load-progress">
      <span>Model</span>
      <ProgressBar label="Loading the model" fraction={fraction} />
      <span>{text}</span>
      <Button look="link" onClick={cancel}>
        Cancel
      </Button>
      <span className="visually-hidden" aria-live="polite">
        Loading the model: {progress?.stage ?? 'start'}
      </span>
    </div>
  );
}
