import { useState } from 'react';
import { useStore } from 'zustand';
import { app } from '../../app/app.ts';
import { numbered, textItems } from '../../app/items.ts';
import { reveal } from '../../app/reveal.ts';
import { select, view } from '../../app/view.ts';
import type { TaskResult } from '../../evaluation/service/types.ts';
import type { TaskKind } from '../../evaluation/tasks/types.ts';
import { differences, isMean } from './differences.ts';
import { evaluation } from './run.ts';
import { evaluating } from './state.ts';
import style from './style.module.css';
import { bestNull, percent, points, ranked } from './words.ts';

/** The texts on which two instructions differ most. A click shows one in the panels, if it is the workspace's. */
export function Differences({
  kind,
  result,
}: {
  readonly kind: TaskKind;
  readonly result: TaskResult;
}) {
  const ofWorkspace = useStore(evaluation, (state) => state.ofWorkspace);
  const order = ranked(result);
  // What a person asks first is what an instruction does that nothing does not.
  const own = order.find((at) => !result.rows[at]!.instruction.isNull);
  const [chosen, setChosen] = useState<readonly [number, number]>(
    own === undefined ? [order[0]!, order[1]!] : [own, bestNull(result)],
  );
  const [a, b] = chosen;
  const listed = differences(result, a, b);
  if (listed === null) return null;
  const unit = result.rows[0]!.scores.units.name;
  const choice = (which: 0 | 1, label: string) => (
    <select
      className="select"
      aria-label={label}
      data-testid={`difference-${which}`}
      value={chosen[which]}
      onChange={({ target }) =>
        setChosen(which === 0 ? [Number(target.value), b] : [a, Number(target.value)])
      }
    >
      {order.map((at) => (
        <option key={at} value={at}>
          {result.rows[at]!.instruction.name}
        </option>
      ))}
    </select>
  );
  return (
    <section className={style.block} aria-label="Where two instructions differ most">
      <h4>Where two instructions differ most</h4>
      <div className={style.pair}>
        {choice(0, 'One instruction')}
        <span>against</span>
        {choice(1, 'The other instruction')}
      </div>
      {listed.length === 0 ? (
        <p>They do not differ on any of the {unit}.</p>
      ) : (
        <>
          <p>
            {isMean(kind)
              ? `Each of the ${unit} with its own score, in %.`
              : `Each of the ${unit} with its pull on the measure (jackknife), in points: compare these with each other, not with the score.`}
            {ofWorkspace && ' Choose one to see it in the panels.'}
          </p>
          <ol className={style.differences}>
            {listed.map((each) => (
              <li key={each.text} data-testid="difference">
                <span className={style.figures}>
                  {isMean(kind) ? (
                    <>
                      {percent(each.a)} <span className="visually-hidden">against</span>
                      <span aria-hidden="true">/</span> {percent(each.b)}
                    </>
                  ) : (
                    points(each.a - each.b)
                  )}
                </span>
                {ofWorkspace ? (
                  <button type="button" onClick={() => show(each.text)}>
                    <bdi>{each.text}</bdi>
                  </button>
                ) : (
                  <bdi>{each.text}</bdi>
                )}
              </li>
            ))}
          </ol>
        </>
      )}
    </section>
  );
}

/** Pins a text of the workspace and goes there. */
function show(text: string): void {
  const { workspace } = app().workspace.getState();
  const items = [...textItems(workspace), ...numbered(workspace.queries, 'Q')];
  const item = items.find((each) => each.text === text);
  select([text], false);
  view.setState({ large: null });
  if (item !== undefined) reveal(item);
  evaluating.setState({ open: false });
}
