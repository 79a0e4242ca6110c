import { Button } from '../../widgets/Button.tsx';
import { formatSeconds } from '../../widgets/format.ts';
import { ProgressBar } from '../../widgets/ProgressBar.tsx';
import type { Evaluating } from './run.ts';
import style from './style.module.css';

const STEPS = { searching: 'Searching', scoring: 'Scoring', comparing: 'Comparing' } as const;

/** How far a run is, how long it will take, and how to cancel it. */
export function RunProgress({
  running,
  label,
}: {
  readonly running: NonNullable<Evaluating['running']>;
  readonly label: string;
}) {
  return (
    <div className={style.progress} data-testid="evaluation-progress">
      <ProgressBar label={label} fraction={running.fraction} />
      <p>
        {`${Math.floor(100 * running.fraction)} %`}
        {running.secondsLeft !== null && ` · about ${formatSeconds(running.secondsLeft)} left`}
        {running.of > 1 && ` · task ${running.number} of ${running.of}`}
      </p>
      <p>
        {STEPS[running.step]} {running.instruction !== '' && <bdi>{running.instruction}</bdi>}
      </p>
      <Button data-testid="evaluation-cancel" onClick={running.cancel}>
        Cancel
      </Button>
    </div>
  );
}
