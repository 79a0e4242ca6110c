import { app, useJob, useModels } from '../app/app.ts';
import { Button } from '../widgets/Button.tsx';
import { formatSeconds } from '../widgets/format.ts';
import { ProgressBar } from '../widgets/ProgressBar.tsx';

/** An import that runs behind a closed dialog, and its outcome. */
export function ImportStatus() {
  const work = useModels((state) => state.work);
  const open = useModels((state) => state.open);
  const job = useJob('import');
  if (work === null || open) return null;
  const show = (label: string) => (
    <Button look="link" onClick={() => app().models.show()}>
      {label}
    </Button>
  );
  switch (work.step) {
    case 'inspecting':
    case 'planned':
      return null;
    case 'running': {
      if (job === null) return null;
      const { title, fraction, secondsLeft } = job;
      return (
        <div className="job" data-testid="import-status">
          <span>{title}</span>
          <ProgressBar label={title} fraction={fraction} />
          <span>
            {fraction !== null && `${Math.floor(fraction * 100)} %`}
            {secondsLeft !== null && (
              <span className="only-wide"> · {formatSeconds(secondsLeft)} left</span>
            )}
          </span>
          {show('Show')}
        </div>
      );
    }
    case 'paused':
      return (
        <div className="job" role="status" data-testid="import-status">
          <span>
            Import of <bdi>{work.plan.name}</bdi> is paused
          </span>
          {show('Show')}
        </div>
      );
    case 'failed':
      return (
        <div className="job" role="alert" data-testid="import-status">
          <b>The import failed</b>
          {show('Show')}
        </div>
      );
    case 'done':
      return (
        <div className="job" role="status" data-testid="import-status">
          <b>
            <bdi>{work.model.name}</bdi> is ready
          </b>
          <Button look="link" onClick={() => app().models.use(work.model.id)}>
            Use it now
          </Button>
          <Button look="link" onClick={() => app().models.dismiss()}>
            Not now
          </Button>
        </div>
      );
    default:
      return work satisfies never;
  }
}
