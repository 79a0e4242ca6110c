import type { Job } from '../jobs/jobs.ts';
import { Button } from '../widgets/Button.tsx';
import { formatRate, formatSeconds, plural } from '../widgets/format.ts';
import { ProgressBar } from '../widgets/ProgressBar.tsx';

/** A job in the foot of the page: how far it is, and Cancel. Those that count, count texts. */
export function JobStatus({ job }: { readonly job: Job }) {
  const { title, done, total, rate, secondsLeft } = job;
  const what = total === null ? title : `${title} ${plural(total, 'text')}`;
  // Screen readers announce quarters, not every batch.
  const quarter = Math.floor((job.fraction ?? 0) * 4) * 25;
  return (
    <div
      className="job"
      data-testid="job-progress"
      data-done={done ?? undefined}
      data-total={total ?? undefined}
    >
      <span>{title}</span>
      <ProgressBar label={what} fraction={job.fraction} />
      <span>
        {total !== null && `${(done ?? 0).toLocaleString('en')} of ${total.toLocaleString('en')}`}
        {total === null && job.fraction !== null && `${Math.floor(job.fraction * 100)} %`}
        <span className="only-wide">
          {rate !== null && rate > 0 && ` · ${formatRate(rate)} texts/s`}
          {secondsLeft !== null && ` · ${formatSeconds(secondsLeft)} left`}
        </span>
      </span>
      <Button look="link" data-testid="job-cancel" onClick={job.cancel}>
        Cancel
      </Button>
      <span className="visually-hidden" aria-live="polite">
        {what}, {quarter} percent
      </span>
    </div>
  );
}
