import { app, useModels } from '../app/app.ts';
import { progressFraction } from '../features/models/ImportRunning.tsx';
import { Button } from '../widgets/Button.tsx';
import { formatSeconds } from '../widgets/format.ts';
import { ProgressBar } from '../widgets/ProgressBar.tsx';

/** The import that goes on behind a closed dialog, and how it ended. */
export function ImportStatus() {
  const work = useModels((state) => state.work);
  const open = useModels((state) => state.open);
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
      const { plan, progress } = work;
      const fraction = progressFraction(work);
      return (
        <div className="job" data-testid="import-status">
          <span>Importing {plan.name}</span>
          <ProgressBar label={`Importing ${plan.name}`} fraction={fraction} />
          <span>
            {fraction !== null && `${Math.floor(fraction * 100)} %`}
            {progress?.leftMs != null && (
              <span className="only-wide"> · {formatSeconds(progress.leftMs / 1000)} left</span>
            )}
          </span>
          {show('Show')}
        </div>
      );
    }
    case 'paused':
      return (
        <div className="job" role="status" data-testid="import-status">
          <span>Import of {work.plan.name} is paused</span>
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
          <b>{work.model.name} is ready</b>
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
