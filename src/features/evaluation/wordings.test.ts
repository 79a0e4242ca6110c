/** What is said of other wordings, and their file. */
import { describe, expect, it } from 'vitest';
import type { Sensitivity } from '../../evaluation/sensitivity/sensitivity.ts';
import { wordingsCsv } from '../../evaluation/sensitivity/wordings-csv.ts';
import type { TaskResult } from '../../evaluation/service/types.ts';
import { wordingWords } from './wording-words.ts';

const row = (name: string, estimate: number, isNull: boolean) => ({
  instruction: { name, query: name, document: name, isNull },
  interval: { estimate, low: estimate - 0.1, high: estimate + 0.1, level: 0.95 },
});
const result = (own: number) =>
  ({ rows: [row('mine', own, false), row('nonsense', 0.5, true)] }) as unknown as TaskResult;

function found(scores: readonly number[], differ = 0): Sensitivity {
  const [score, ...others] = scores;
  return {
    ...{ measure: 'accuracy', score: score!, units: { name: 'texts', count: 40 } },
    wordings: others.map((own, i) => ({
      wording: {
        ...{ kind: 'case', change: `change, ${i}` },
        instruction: { query: `say "${i}"`, document: 'd' },
      },
      score: own,
      difference: { estimate: own - score!, low: -1, high: 1, level: 0.95 },
      adjusted: 0.5,
    })),
    ...{ sd: 0.0123, lowest: Math.min(...scores), highest: Math.max(...scores) },
    ...{ worst: null, differ },
  };
}

describe('words on wordings', () => {
  it('the range is held against the lead over the best null row', () => {
    const words = wordingWords(result(0.6), 0, found([0.6, 0.58, 0.62]));
    expect(words[0]).toBe(
      'The wording moves the score by up to 4.0 points: over 3 wordings from 58.0 to 62.0, with a standard deviation of 1.2.',
    );
    expect(words[1]).toBe(
      'That is less than the 10.0 points by which it leads the best null row: no wording tried falls to that row.',
    );
    expect(words[2]).toMatch(/^None of the 2 is shown to differ .*40 texts.*may be chance/);
  });

  it('a lead that hangs on the wording is told', () => {
    const words = wordingWords(result(0.53), 0, found([0.53, 0.49], 1));
    expect(words[1]).toBe(
      'That is more than the 3.0 points by which it leads the best null row: the lowest wording does not score above that row, so the lead hangs on the wording.',
    );
    expect(words[2]).toMatch(/^1 of 1 differs? /);
  });

  it('no lead, no wording, no score', () => {
    expect(wordingWords(result(0.5), 0, found([0.5, 0.4]))[1]).toContain('does not score above');
    expect(wordingWords(result(0.6), 0, found([0.6]))).toEqual([
      'This instruction has no other wording: no rule applies to it.',
    ]);
    const without = { ...found([0.6, 0.5]), sd: Number.NaN };
    expect(wordingWords(result(0.6), 0, without)[0]).toContain('cannot be told');
  });
});

it('the file has a line a wording, the given one first, and quotes what needs it', () => {
  const instruction = { name: 'mine', query: 'q', document: 'd', isNull: false };
  const text = wordingsCsv([{ task: 'set', instruction, found: found([0.6, 0.55]) }]);
  expect(text.split('\r\n')).toEqual([
    'task,instruction,kind,change,query,document,measure,score,difference,low,high,level,corrected_p,units,unit',
    'set,mine,given,as given,q,d,accuracy,0.6,,,,,,40,texts',
    `set,mine,case,"change, 0","say ""0""",d,accuracy,0.55,${0.55 - 0.6},-1,1,0.95,0.5,40,texts`,
    '',
  ]);
});
