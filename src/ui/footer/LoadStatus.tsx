import { useModel } from '../../state/app.ts';
import { Button } from '../shared/Button.tsx';
import { loadWords } from '../shared/load-words.ts';
import { ProgressBar } from '../shared/ProgressBar.tsx';

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
