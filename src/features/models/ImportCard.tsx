import { app, useModels } from '../../app/app.ts';
import type { DeviceLimits } from '../../app/models/device-fit.ts';
import { Button } from '../../widgets/Button.tsx';
import { formatBytes } from '../../widgets/format.ts';
import { Note } from '../../widgets/Note.tsx';
import { ProgressBar } from '../../widgets/ProgressBar.tsx';
import { ImportPlanCard } from './ImportPlanCard.tsx';
import { ImportRunning } from './ImportRunning.tsx';
import style from './style.module.css';
import { sourceWords } from './words.ts';

/** The current import, at any step. */
export function ImportCard({ limits }: { readonly limits: DeviceLimits | null }) {
  const work = useModels((state) => state.work);
  switch (work?.step) {
    case undefined:
      return null;
    case 'inspecting':
      return (
        <section className={style.importing} aria-label="Import">
          <h3>Inspecting {sourceWords(work.source)}</h3>
          <ProgressBar label="Reading the model’s configuration" fraction={null} />
          <div className="dialog-actions">
            <Button onClick={() => app().models.cancel()}>Cancel</Button>
          </div>
        </section>
      );
    case 'planned':
      return <ImportPlanCard source={work.source} plan={work.plan} limits={limits} />;
    case 'running':
      return <ImportRunning work={work} />;
    case 'paused':
      return (
        <section className={style.importing} aria-label="Import" data-testid="import-paused">
          <h3>
            <bdi>{work.plan.name}</bdi>, {work.precision}: paused
          </h3>
          <p>
            {work.progress !== null &&
              `${formatBytes(work.progress.doneBytes)} of ${formatBytes(work.progress.totalBytes)} are done and kept. `}
            It can also resume after a reload.
          </p>
          <div className="dialog-actions">
            <Button onClick={() => app().models.dismiss()}>Later</Button>
            <span className="spacer" />
            <Button
              look="primary"
              data-testid="import-resume"
              onClick={() => void app().models.resume()}
            >
              Resume
            </Button>
          </div>
        </section>
      );
    case 'failed':
      return (
        <section className={style.importing} aria-label="Import">
          <h3>{sourceWords(work.source)} was not imported</h3>
          <Note tone="bad">{work.message}</Note>
          {work.kept && <p>Finished work is kept: trying again resumes from there.</p>}
          <div className="dialog-actions">
            <Button onClick={() => app().models.dismiss()}>Back</Button>
            <span className="spacer" />
            {work.precision !== null && (
              <Button onClick={() => void app().models.inspect(work.source)}>
                Change precision
              </Button>
            )}
            {(work.kept || work.precision === null) && (
              <Button
                look="primary"
                data-testid="import-retry"
                onClick={() => void app().models.retry()}
              >
                Try again
              </Button>
            )}
          </div>
        </section>
      );
    case 'done':
      return (
        <section className={style.importing} aria-label="Import" data-testid="import-done">
          <h3>
            <bdi>{work.model.name}</bdi> is in this browser
          </h3>
          <p>It needs no network from now on.</p>
          <div className="dialog-actions">
            <Button onClick={() => app().models.dismiss()}>Not now</Button>
            <span className="spacer" />
            <Button
              look="primary"
              data-testid="use-now"
              onClick={() => app().models.use(work.model.id)}
            >
              Use it now
            </Button>
          </div>
        </section>
      );
    default:
      return work satisfies never;
  }
}
