import { app } from '../app/app.ts';
import type { Job } from '../app/embeddings.ts';
import { Button } from '../widgets/Button.tsx';
import { formatRate, formatSeconds } from '../widgets/format.ts';
import { ProgressBar } from '../widgets/ProgressBar.tsx';

export function JobStatus({ job }: { readonly job: Job }) {
  const { done, total, fraction, rate, secondsLeft } = job;
  // Read aloud in quarters, not at every batch.
  const quarter = Math.floor(fraction * 4) * 25;
  return (
    <div className="job" data-testid="job-progress" data-done={done} data-total={total}>
      <span>Embedding</span>
      <ProgressBar label="Embedding texts" fraction={fraction} />
      <span>
        {done.toLocaleString('en')} of {total.toLocaleString('en')}
        <span className="only-wide">
          {rate !== null && rate > 0 && ` · ${formatRate(rate)} texts/s`}
          {secondsLeft !== null && ` · ${formatSeconds(secondsLeft)} left`}
        </span>
      </span>
      <Button look="link" data-testid="job-cancel" onClick={() => app().embeddings.cancel()}>
        Cancel
      </Button>
      <span className="visually-hidden" aria-live="polite">
        Embedding {total} texts, {quarter} percent
      </span>
    </div>
  );
}
