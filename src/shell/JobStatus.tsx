import type { Job } from '../jobs/jobs.ts';
import { Button } from '../widgets/Button.tsx';
import { formatRate, formatSeconds } from '../widgets/format.ts';
import { ProgressBar } from '../widgets/ProgressBar.tsx';

export function JobStatus({ job }: { readonly job: Job }) {
  const { title, done, total, rate, secondsLeft } = job;
  const fraction = job.fraction ?? 0;
  // Screen readers announce quarters, not every batch.
  const quarter = Math.floor(fraction * 4) * 25;
  return (
    <div className="job" data-testid="job-progress" data-done={done} data-total={total}>
      <span>{title}</span>
      <ProgressBar label="Embedding texts" fraction={fraction} />
      <span>
        {done.toLocaleString('en')} of {total.toLocaleString('en')}
        <span className="only-wide">
          {rate !== null && rate > 0 && ` · ${formatRate(rate)} texts/s`}
          {secondsLeft !== null && ` · ${formatSeconds(secondsLeft)} left`}
        </span>
      </span>
      <Button look="link" data-testid="job-cancel" onClick={job.cancel}>
        Cancel
      </Button>
      <span className="visually-hidden" aria-live="polite">
        Embedding {total} texts, {quarter} percent
      </span>
    </div>
  );
}
