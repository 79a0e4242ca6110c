import { useState } from 'react';
import { useStore } from 'zustand';
import { useModel } from '../../app/app.ts';
import type { Sensitivity } from '../../evaluation/sensitivity/sensitivity.ts';
import { Button } from '../../widgets/Button.tsx';
import { Marked } from '../../widgets/ExactText.tsx';
import { plural } from '../../widgets/format.ts';
import { Note } from '../../widgets/Note.tsx';
import { across, axisOver, stacked } from './forest.ts';
import { RunProgress } from './RunProgress.tsx';
import { evaluation, type Outcome, runWordings } from './run.ts';
import { saveWordings } from './save.ts';
import style from './style.module.css';
import { Ticks } from './Ticks.tsx';
import { wordingWords } from './wording-words.ts';
import { bestNull, percent, points, pWords, ranked } from './words.ts';

/** How far the score of an instruction moves with its wording. */
export function Wordings({ outcome }: { readonly outcome: Outcome }) {
  const { result, model } = outcome;
  const { running, varied, wordingsProblem } = useStore(evaluation);
  const current = useModel(({ info, status }) => (status === 'loading' ? null : info?.name));
  // Without words there is no other wording.
  const offered = ranked(result).filter((at) => {
    const { query, document } = result.rows[at]!.instruction;
    return `${query}${document}`.trim() !== '';
  });
  const own = offered.filter((at) => !result.rows[at]!.instruction.isNull);
  const [chosen, setChosen] = useState(own[0] ?? offered[0]!);
  const found = varied.find((each) => each.result === result && each.row === chosen);
  const isOtherModel = current !== model;
  return (
    <section className={style.block} aria-label="Other wordings">
      <h4>Other wordings</h4>
      <p>
        A score that hangs on a colon or a synonym is no property of the task. This scores up to 12
        other wordings of an instruction on the same texts.
      </p>
      <div className={style.pair}>
        <select
          className="select"
          aria-label="Instruction to word in other ways"
          data-testid="wordings-of"
          value={chosen}
          onChange={({ target }) => setChosen(Number(target.value))}
        >
          {offered.map((at) => (
            <option key={at} value={at}>
              {result.rows[at]!.instruction.name}
            </option>
          ))}
        </select>
        <Button
          data-testid="wordings"
          disabled={running !== null || isOtherModel}
          title={isOtherModel ? `The scores above are those of ${model}: load it again` : undefined}
          onClick={() => void runWordings(outcome, chosen)}
        >
          {found === undefined ? 'Score other wordings' : 'Score them again'}
        </Button>
        {found !== undefined && (
          <Button data-testid="save-wordings" onClick={() => saveWordings(found)}>
            CSV of the wordings
          </Button>
        )}
      </div>
      {running?.what === 'wordings' && (
        <RunProgress running={running} label="Scoring other wordings" />
      )}
      {wordingsProblem !== null && <Note tone="bad">{wordingsProblem}</Note>}
      {found !== undefined && <Found {...{ outcome, row: chosen, found: found.found }} />}
    </section>
  );
}

function Found({
  outcome: { result },
  row,
  found,
}: {
  readonly outcome: Outcome;
  readonly row: number;
  readonly found: Sensitivity;
}) {
  const [first, ...rest] = wordingWords(result, row, found);
  return (
    <>
      <div data-testid="wording-words" role="status">
        <p className={style.answer}>{first}</p>
        {rest.map((sentence) => (
          <p key={sentence}>{sentence}</p>
        ))}
      </div>
      {found.wordings.length > 0 && (
        <>
          <Strip found={found} best={result.rows[bestNull(result)]!.interval.estimate} />
          <Each instruction={result.rows[row]!.instruction} found={found} />
        </>
      )}
    </>
  );
}

/** Pixels by which a dot stands above one at the same score. */
const LIFT = 8;

/** A dot a wording, the given one filled. The numbers stand below. */
function Strip({ found, best }: { readonly found: Sensitivity; readonly best: number }) {
  // The given one first: it stands on the line.
  const scores = [found.score, ...found.wordings.map(({ score }) => score)].filter(Number.isFinite);
  const axis = axisOver([...scores, best]);
  const at = (value: number) => `${across(axis, value)}%`;
  const above = stacked(
    scores.map((score) => across(axis, score)),
    1,
  );
  const height = 30 + LIFT * Math.max(0, ...above);
  return (
    <figure className={style.strip}>
      <div
        className={style.dots}
        style={{ height }}
        data-testid="wordings-strip"
        aria-hidden="true"
      >
        {Number.isFinite(best) && <s style={{ left: at(best) }} />}
        {Number.isFinite(found.lowest) && (
          <i style={{ left: at(found.lowest), right: `${100 - across(axis, found.highest)}%` }} />
        )}
        {scores.map((score, each) => (
          <b
            key={String(each)}
            data-given={score === found.score && each === 0 ? true : undefined}
            style={{ left: at(score), bottom: 8 + LIFT * above[each]! }}
          />
        ))}
      </div>
      <Ticks axis={axis} />
      <figcaption>
        Filled: the wording given. Hollow: the others. Dashed: the best null row.
      </figcaption>
    </figure>
  );
}

function Each({
  instruction,
  found: { score, wordings },
}: {
  readonly instruction: { readonly query: string; readonly document: string };
  readonly found: Sensitivity;
}) {
  const lines = [
    { change: 'as given', instruction, score, moved: null },
    ...wordings.map(({ wording, score: own, difference, adjusted }) => ({
      ...wording,
      score: own,
      moved: { ...difference, adjusted },
    })),
  ].sort((a, b) => b.score - a.score);
  return (
    <details className={style.details}>
      <summary>{plural(lines.length, 'wording')}, the best first</summary>
      <ul className={style.wordings}>
        {lines.map(({ change, instruction: { query, document }, score: own, moved }) => (
          <li key={change} data-testid="wording" data-given={moved === null || undefined}>
            <span>{percent(own)}</span>
            <span>
              <bdi>{change}</bdi>
              {moved !== null && (
                <span className={style.bounds}>
                  {points(moved.estimate)} points ({points(moved.low)} to {points(moved.high)}),{' '}
                  {pWords(moved.adjusted)}
                </span>
              )}
              {[...new Set([query, document])].map(
                (text) =>
                  text !== '' && (
                    <span key={text} className={style.bounds}>
                      <code>
                        <Marked text={text} />
                      </code>
                    </span>
                  ),
              )}
            </span>
          </li>
        ))}
      </ul>
    </details>
  );
}
