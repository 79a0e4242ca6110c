import type { Sensitivity } from '../evaluation/sensitivity/sensitivity.ts';

/** Writes how far the score of an instruction moves with its wording, best wording first. */
export function sensitivityLines(
  name: string,
  instruction: string,
  { measure, score, units, wordings, sd, lowest, highest, differ }: Sensitivity,
): string[] {
  const head = `${name}: ${measure} under other wordings of "${instruction.trim()}"`;
  if (wordings.length === 0) return [head, '  It has no other wording.', ''];
  const longest = Math.max(...wordings.map(({ wording }) => wording.change.length));
  const lines = [...wordings]
    .sort((a, b) => b.score - a.score)
    .map(({ wording, score: own, difference, adjusted }) => {
      const { estimate, low, high } = difference;
      const moved = `${signed(estimate)} [${signed(low)}, ${signed(high)}]`;
      const p = adjusted < 0.001 ? 'p < 0.001' : `p = ${adjusted.toFixed(3)}`;
      return `  ${wording.change.padEnd(longest)}  ${percent(own)}  ${moved}  ${p}`;
    });
  return [
    `${head}, with paired differences over ${units.count} ${units.name}`,
    `  ${'as given'.padEnd(longest)}  ${percent(score)}`,
    ...lines,
    `  Over all ${wordings.length + 1} wordings: standard deviation ${percent(sd)}, lowest ${percent(lowest)}, highest ${percent(highest)}.`,
    `  ${differ} of ${wordings.length} differ from the given wording by a corrected test at 0.05.`,
    '',
  ];
}

function percent(value: number): string {
  return (100 * value).toFixed(2);
}

function signed(value: number): string {
  return value < 0 ? percent(value).replace('-', '−') : `+${percent(value)}`;
}
