/** What the scores of other wordings say, in plain English. */

import type { Sensitivity } from '../../evaluation/sensitivity/sensitivity.ts';
import type { TaskResult } from '../../evaluation/service/types.ts';
import { plural } from '../../widgets/format.ts';
import { bestNull, percent } from './words.ts';

/** Says how far the wording moves the score, what that means for the lead over the null rows, and what the tests show. */
export function wordingWords(result: TaskResult, row: number, found: Sensitivity): string[] {
  const { sd, lowest, highest, wordings, differ, units } = found;
  if (wordings.length === 0)
    return ['This instruction has no other wording: no rule applies to it.'];
  if (!Number.isFinite(sd)) return ['Some wording has no score, so the spread cannot be told.'];
  const range = highest - lowest;
  const all = plural(wordings.length + 1, 'wording');
  return [
    `The wording moves the score by up to ${percent(range)} points: over ${all} from ${percent(lowest)} to ${percent(highest)}, with a standard deviation of ${percent(sd)}.`,
    ...leadWords(result, row, lowest, range),
    differ === 0
      ? `None of the ${wordings.length} is shown to differ from the wording given (corrected tests over ${plural(units.count, units.name.replace(/s$/, ''))}): the spread may be chance of these ${units.name}.`
      : `${differ} of ${wordings.length} ${differ === 1 ? 'differs' : 'differ'} from the wording given by a corrected test at 0.05.`,
  ];
}

function leadWords(result: TaskResult, row: number, lowest: number, range: number): string[] {
  if (result.rows[row]!.instruction.isNull) return [];
  const best = result.rows[bestNull(result)]!.interval.estimate;
  const lead = result.rows[row]!.interval.estimate - best;
  if (Number.isNaN(lead)) return [];
  if (lead <= 0) return ['As given, it does not score above the best null row.'];
  const size = range > lead ? 'more' : 'less';
  const fate =
    lowest > best
      ? 'no wording tried falls to that row'
      : 'the lowest wording does not score above that row, so the lead hangs on the wording';
  return [
    `That is ${size} than the ${percent(lead)} points by which it leads the best null row: ${fate}.`,
  ];
}
