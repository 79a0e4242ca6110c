import { useReading, useWorkspace } from '../../app/app.ts';
import { FULL } from '../../app/lenses/lens-actions.ts';
import type { ResultRow, TaskResult } from '../../evaluation/service/types.ts';
import type { TaskKind } from '../../evaluation/tasks/types.ts';
import { Button } from '../../widgets/Button.tsx';
import { Marked } from '../../widgets/ExactText.tsx';
import { IconButton } from '../../widgets/IconButton.tsx';
import { MOST_LENSES } from '../../workspace/lens.ts';
import { type Axis, across, axisOf } from './forest.ts';
import { saveMteb } from './save.ts';
import style from './style.module.css';
import { Ticks } from './Ticks.tsx';
import { lensWith, lookThrough, makeLens } from './to-lens.ts';
import {
  adjustedP,
  bestNull,
  measureName,
  percent,
  points,
  pWords,
  ranked,
  rowVerdict,
} from './words.ts';

/** Score, interval and test of each instruction, the best first: a table with its forest plot. */
export function ResultTable({
  kind,
  result,
}: {
  readonly kind: TaskKind;
  readonly result: TaskResult;
}) {
  const { rows } = result;
  const { main, units } = rows[0]!.scores;
  const axis = axisOf(result);
  const reference = bestNull(result);
  return (
    <table className={style.table} data-testid="result-table">
      <caption>
        {measureName(main)} in %, over {units.count.toLocaleString('en')} {units.name}. The dashed
        line is the best null row.
      </caption>
      <thead>
        <tr>
          <th scope="col">Instruction</th>
          <th scope="col">Score</th>
          <th scope="col">95 % interval</th>
          <th scope="col">Against the best null row</th>
          <th scope="col">
            <span className="visually-hidden">Actions</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {ranked(result).map((at) => (
          <Row key={rows[at]!.instruction.name} {...{ kind, result, at, axis, reference }} />
        ))}
        <tr className={style.axisRow}>
          <td />
          <td />
          <td className={style.plot}>
            <Ticks axis={axis} />
          </td>
          <td />
          <td />
        </tr>
      </tbody>
    </table>
  );
}

function Row({
  kind,
  result,
  at,
  axis,
  reference,
}: {
  readonly kind: TaskKind;
  readonly result: TaskResult;
  readonly at: number;
  readonly axis: Axis;
  readonly reference: number;
}) {
  const row = result.rows[at]!;
  const { instruction, interval } = row;
  const { query, document, isNull } = instruction;
  const best = result.rows[reference]!.interval.estimate;
  const isWinner = result.winner === at;
  // Named by its words, which stand below, exactly.
  const words = query === document ? query.trim() : `${query} | ${document}`.trim();
  const title =
    instruction.name === words
      ? ''
      : instruction.name.replace(`found by search: ${query.trim()}`, 'found by search');
  return (
    <tr
      data-testid="result-row"
      data-null={isNull || undefined}
      data-winner={isWinner || undefined}
    >
      <th scope="row">
        {(title !== '' || isNull || isWinner) && (
          <span className={style.name}>
            <bdi>{title}</bdi>
            {isNull && <small>null row</small>}
            {isWinner && <small data-good>best</small>}
          </span>
        )}
        {query !== '' && (
          <code>
            <Marked text={query} />
          </code>
        )}
        {document !== query && document !== '' && (
          <code>
            <Marked text={document} />
          </code>
        )}
      </th>
      <td className={style.score}>{percent(interval.estimate)}</td>
      <td className={style.plot}>
        <Forest row={row} axis={axis} best={best} />
        <span className={style.bounds}>
          {percent(interval.low)} to {percent(interval.high)}
        </span>
      </td>
      <td>
        {at !== reference && (
          <>
            <span className={style.against}>
              {points(interval.estimate - best)} points, {pWords(adjustedP(result, at, reference))}
            </span>
            {!isNull && (
              <span className={style.word} data-good={row.beatsNulls || undefined}>
                {rowVerdict(result, at)}
              </span>
            )}
          </>
        )}
      </td>
      <td>
        <Actions kind={kind} result={result} row={row} />
      </td>
    </tr>
  );
}

/** The interval as a line, the score as a dot. The numbers stand beside it. */
function Forest({
  row: { instruction, interval },
  axis,
  best,
}: {
  readonly row: ResultRow;
  readonly axis: Axis;
  readonly best: number;
}) {
  const { low, high, estimate } = interval;
  const at = (value: number) => `${across(axis, value)}%`;
  return (
    <div className={style.forest} aria-hidden="true" data-null={instruction.isNull || undefined}>
      {Number.isFinite(best) && <s style={{ left: at(best) }} />}
      {Number.isFinite(low) && Number.isFinite(high) && (
        <i style={{ left: at(low), right: `${100 - across(axis, high)}%` }} />
      )}
      {Number.isFinite(estimate) && <b style={{ left: at(estimate) }} />}
    </div>
  );
}

function Actions({
  kind,
  result,
  row,
}: {
  readonly kind: TaskKind;
  readonly result: TaskResult;
  readonly row: ResultRow;
}) {
  const lenses = useWorkspace((state) => state.workspace.lenses);
  const reading = useReading();
  const { instruction } = row;
  const lens = lensWith(lenses, kind, instruction);
  const full = lenses.length >= MOST_LENSES;
  return (
    <div className={style.actions}>
      {lens !== undefined ? (
        <Button
          aria-label={`Look through the lens of ${instruction.name}`}
          onClick={() => lookThrough(lens.id)}
        >
          Look through it
        </Button>
      ) : (
        !instruction.isNull && (
          <Button
            data-testid="to-lens"
            aria-label={`Make ${instruction.name} a lens`}
            disabled={full || reading}
            title={full ? FULL : 'Adds it to the workspace as a lens; can be undone'}
            onClick={() => makeLens(kind, instruction)}
          >
            Make it a lens
          </Button>
        )
      )}
      <IconButton
        icon="save"
        label={`Save mteb’s result JSON of ${instruction.name}`}
        data-testid="save-mteb"
        onClick={() => saveMteb(result, row)}
      />
    </div>
  );
}
