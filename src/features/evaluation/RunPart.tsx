import { useStore } from 'zustand';
import { useModel } from '../../app/app.ts';
import { Button } from '../../widgets/Button.tsx';
import { plural } from '../../widgets/format.ts';
import { Note } from '../../widgets/Note.tsx';
import { rowsFor } from './instructions.ts';
import { RunProgress } from './RunProgress.tsx';
import { evaluation, type Ordered, runEvaluation } from './run.ts';
import { countOf, MOST_CANDIDATES, setup, spaceOf } from './setup.ts';
import style from './style.module.css';
import type { Chosen } from './use-chosen.ts';

/** Starts the evaluation, says how far it is, and cancels it. */
export function RunPart({ chosen }: { readonly chosen: Chosen }) {
  const ready = useModel(({ info, status }) => info !== null && status !== 'loading');
  const { from, search: form } = useStore(setup);
  const { running, problem } = useStore(evaluation);
  const space = spaceOf(form);
  const search = form.on
    ? { ...space, document: form.document === '' ? null : form.document }
    : null;
  const orders = chosen.tasks.map(
    (data): Ordered => ({ data, instructions: rowsFor(data, chosen.candidates), search }),
  );
  const blocked = blockedBy(ready, orders, form.on ? countOf(space) : null);
  return (
    <section className={style.run} aria-label="Run">
      {problem !== null && <Note tone="bad">{problem}</Note>}
      {running === null ? (
        <>
          <p>{blocked ?? work(orders)}</p>
          <Button
            look="primary"
            data-testid="evaluate"
            disabled={blocked !== null}
            onClick={() => void runEvaluation(orders, from === 'workspace')}
          >
            Evaluate
          </Button>
        </>
      ) : running.what === 'instructions' ? (
        <RunProgress running={running} label="Evaluating" />
      ) : (
        <p>Other wordings are being scored, beside.</p>
      )}
    </section>
  );
}

function blockedBy(
  ready: boolean,
  orders: readonly Ordered[],
  count: number | null,
): string | null {
  if (!ready) return 'No model is running yet.';
  if (orders.length === 0) return 'Choose labelled data, and tick a task.';
  if (count === 0) return 'The search has no candidate.';
  if (count !== null && count > MOST_CANDIDATES) return 'The search has too many candidates.';
  if (count === null && orders.some(({ instructions }) => instructions.length === 0)) {
    return 'Write an instruction that is not empty.';
  }
  return null;
}

function work(orders: readonly Ordered[]): string {
  const most = Math.max(...orders.map(({ instructions }) => instructions.length));
  return `${plural(most, 'instruction')} and 3 null rows on ${plural(orders.length, 'task')}. What is embedded already is not embedded again.`;
}
