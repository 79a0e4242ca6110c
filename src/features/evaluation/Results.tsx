import { useState } from 'react';
import { useStore } from 'zustand';
import { Button } from '../../widgets/Button.tsx';
import { usePlotTheme } from '../../widgets/plot/theme.ts';
import { Differences } from './Differences.tsx';
import { ResultTable } from './ResultTable.tsx';
import { evaluation, type Outcome } from './run.ts';
import { SearchRounds } from './SearchRounds.tsx';
import { copyMethods, saveCsv, saveForest } from './save.ts';
import style from './style.module.css';
import { Wordings } from './Wordings.tsx';
import { intervalWords, verdictOf } from './words.ts';

/** What the evaluation found, a task at a time. */
export function Results() {
  const { outcomes, running } = useStore(evaluation);
  const [shown, setShown] = useState('');
  const outcome = outcomes.find(({ data }) => data.name === shown) ?? outcomes[0];
  if (outcome === undefined) return <Nothing running={running !== null} />;
  return (
    <>
      <div className={style.tools}>
        {outcomes.length > 1 ? (
          <label className={style.choice}>
            Task
            <select
              className="select"
              data-testid="shown-task"
              value={outcome.data.name}
              onChange={({ target }) => setShown(target.value)}
            >
              {outcomes.map(({ data }) => (
                <option key={data.name} value={data.name}>
                  {data.name}
                </option>
              ))}
            </select>
          </label>
        ) : (
          <h3>
            <bdi>{outcome.data.name}</bdi>
          </h3>
        )}
        <Saving outcomes={outcomes} outcome={outcome} />
      </div>
      <One key={outcome.data.name} outcome={outcome} />
    </>
  );
}

function Nothing({ running }: { readonly running: boolean }) {
  if (running) return <p className={style.nothing}>Scores appear here, a task at a time.</p>;
  return (
    <div className={style.nothing}>
      <h3>A score for each instruction, with its uncertainty</h3>
      <p>
        The wording of an instruction moves results, and small differences are mostly chance. Facet
        embeds your labelled texts under each instruction, scores the task as MTEB does, and tests
        which differences are real: 95 % intervals over your texts, and paired tests that are
        corrected for the number of comparisons.
      </p>
      <p>
        Three rows that say nothing of the task always run along. An instruction that does not beat
        them says so.
      </p>
    </div>
  );
}

function One({ outcome }: { readonly outcome: Outcome }) {
  const { data, result } = outcome;
  const { tone, answer, more } = verdictOf(result);
  const notes = [...new Set(result.rows.flatMap(({ scores }) => scores.notes))];
  return (
    <>
      <div className={style.verdict} data-tone={tone} data-testid="verdict" role="status">
        <p className={style.answer}>{answer}</p>
        {more.map((sentence) => (
          <p key={sentence}>{sentence}</p>
        ))}
      </div>
      <ResultTable kind={data.task.kind} result={result} />
      {result.search !== null && <SearchRounds result={result} />}
      <Wordings outcome={outcome} />
      <Differences kind={data.task.kind} result={result} />
      <details className={style.details}>
        <summary>How this was computed</summary>
        <p>{result.task.protocol}</p>
        {notes.map((note) => (
          <p key={note}>{note}</p>
        ))}
        <p>
          Intervals: {intervalWords(result)}. Tests: paired permutation tests of all pairs of rows,
          corrected by step-down max-T. The methods paragraph has all numbers.
        </p>
      </details>
    </>
  );
}

function Saving({
  outcomes,
  outcome,
}: {
  readonly outcomes: readonly Outcome[];
  readonly outcome: Outcome;
}) {
  const theme = usePlotTheme();
  const [said, setSaid] = useState<string | null>(null);
  const copy = () =>
    copyMethods(outcomes).then(
      () => setSaid('Copied'),
      () => setSaid('The browser did not allow copying'),
    );
  return (
    <div className={style.buttons}>
      <Button data-testid="save-csv" onClick={() => saveCsv(outcomes)}>
        CSV
      </Button>
      <Button data-testid="save-forest" onClick={() => saveForest(outcome, theme)}>
        Plot (SVG)
      </Button>
      <Button data-testid="copy-methods" onClick={() => void copy()}>
        <span aria-live="polite">{said ?? 'Copy methods'}</span>
      </Button>
    </div>
  );
}
