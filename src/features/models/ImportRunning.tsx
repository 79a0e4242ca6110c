import { useState } from 'react';
import { app, useJob } from '../../app/app.ts';
import type { ImportWork } from '../../app/models/models.ts';
import { isolated } from '../../lib/isolate.ts';
import { Button } from '../../widgets/Button.tsx';
import { formatBytes, formatSeconds } from '../../widgets/format.ts';
import { ProgressBar } from '../../widgets/ProgressBar.tsx';
import style from './style.module.css';

type Running = Extract<ImportWork, { step: 'running' }>;

/** Bytes below which cancelling asks nothing: so little is quickly fetched again. */
const WORTH_ASKING_BYTES = 50e6;

/** A running import. It also runs while this dialog is closed. */
export function ImportRunning({ work }: { readonly work: Running }) {
  const { plan, precision, progress } = work;
  const { fraction = null, rate = null, secondsLeft = null } = useJob('import') ?? {};
  const [asked, setAsked] = useState(false);
  const done = progress?.doneBytes ?? 0;
  const total = progress?.totalBytes ?? plan.sourceBytes;
  return (
    <section className={style.importing} aria-label="Import" data-testid="import-running">
      <h3>
        Importing <bdi>{plan.name}</bdi>, {precision}
      </h3>
      <ProgressBar label={`Importing ${isolated(plan.name)}`} fraction={fraction} />
      <p data-testid="import-progress" data-done={done} data-total={total}>
        {formatBytes(done)} of {formatBytes(total)}
        {` · ${progress?.step ?? 'starting'}`}
        {rate !== null && ` · ${formatBytes(Math.round(rate))}/s`}
        {secondsLeft !== null && ` · ${formatSeconds(secondsLeft)} left`}
      </p>
      <p>You can close this dialog: the import continues, and the page keeps its current model.</p>
      <div className="dialog-actions">
        {asked ? (
          <>
            <p role="alert">Discard {formatBytes(done)}?</p>
            <span className="spacer" />
            <Button onClick={() => setAsked(false)}>Keep importing</Button>
            <Button data-testid="import-cancel" onClick={() => app().models.cancel()}>
              Discard
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
      {/* Announced in quarters, not for every tensor. */}
      <span className="visually-hidden" aria-live="polite">
        Importing <bdi>{plan.name}</bdi>, {Math.floor((fraction ?? 0) * 4) * 25} percent
      </span>
    </section>
  );
}
