import { useState } from 'react';
import { app } from '../../app/app.ts';
import type { ImportWork } from '../../app/models.ts';
import { Button } from '../../widgets/Button.tsx';
import { formatBytes, formatSeconds } from '../../widgets/format.ts';
import { ProgressBar } from '../../widgets/ProgressBar.tsx';

type Running = Extract<ImportWork, { step: 'running' }>;

/** Less than this is fetched again in a moment: no question is asked before it is thrown away. */
const WORTH_ASKING_BYTES = 50e6;

/** An import that runs. It does so without this dialog too. */
export function ImportRunning({ work }: { readonly work: Running }) {
  const { plan, precision, progress, rate } = work;
  const [asked, setAsked] = useState(false);
  const done = progress?.doneBytes ?? 0;
  const total = progress?.totalBytes ?? plan.sourceBytes;
  return (
    <section className="models-import" aria-label="Import" data-testid="import-running">
      <h3>
        Importing {plan.name}, {precision}
      </h3>
      <ProgressBar label={`Importing ${plan.name}`} fraction={progressFraction(work)} />
      <p data-testid="import-progress" data-done={done} data-total={total}>
        {formatBytes(done)} of {formatBytes(total)}
        {` · ${progress?.step ?? 'starting'}`}
        {rate !== null && ` · ${formatBytes(Math.round(rate))}/s`}
        {progress?.leftMs != null && ` · ${formatSeconds(progress.leftMs / 1000)} left`}
      </p>
      <p>
        This dialog can be closed: the import goes on, and the page works with its present model.
      </p>
      <div className="dialog-actions">
        {asked ? (
          <>
            <p role="alert">Throw away {formatBytes(done)}?</p>
            <span className="spacer" />
            <Button onClick={() => setAsked(false)}>Keep importing</Button>
            <Button data-testid="import-cancel" onClick={() => app().models.cancel()}>
              Throw away
            </Button>
          </>
        ) : (
          <>
            <Button data-testid="import-pause" onClick={() => app().models.pause()}>
              Pause
            </Button>
            <Button
              data-testid="import-cancel"
              onClick={() => (done > WORTH_ASKING_BYTES ? setAsked(true) : app().models.cancel())}
            >
              Cancel import
            </Button>
          </>
        )}
      </div>
      {/* Read aloud in quarters, not at every tensor. */}
      <span className="visually-hidden" aria-live="polite">
        Importing {plan.name}, {Math.floor((progressFraction(work) ?? 0) * 4) * 25} percent
      </span>
    </section>
  );
}

/** 0 to 1; null before anything is known. */
export function progressFraction({ progress }: Running): number | null {
  return progress === null || progress.totalBytes === 0
    ? null
    : progress.doneBytes / progress.totalBytes;
}
