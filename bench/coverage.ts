/**
 * `npm run bench -- coverage`: simulates what the evaluation's intervals and tests promise: how many 95 % intervals hold the
 * true value, and how often equally good instructions are told apart. Options: `--runs N`, `--units N`, `--json FILE`.
 */
import { commandLine, wholeNumber } from '../src/cli/command.ts';
import { coverage, falseFindings, MEASURES } from '../testing/simulate-statistics.ts';
import { openReport } from './options.ts';

const { runs, units, json } = commandLine({
  usage: 'usage: npm run bench -- coverage [--runs 2000] [--units 200] [--json FILE]',
  options: {
    runs: { type: 'string', default: '2000' },
    units: { type: 'string', default: '200' },
    json: { type: 'string' },
  },
  read: ({ runs = '', units = '', json }) => ({
    runs: wholeNumber('--runs', runs),
    units: wholeNumber('--units', units, 10),
    json,
  }),
});
const saveReport = await openReport(json);
const percent = (share: number) => `${(100 * share).toFixed(1)} %`;

console.log(`${runs} runs of ${units} units`);
const held: Record<string, number> = {};
for (const measure of MEASURES) {
  held[measure.name] = coverage(measure, { units, runs, resamples: 1000 }, 101);
  console.log(
    `  95 % intervals that hold the true ${measure.name}: ${percent(held[measure.name]!)}`,
  );
}
const sizes = { systems: 8, units, runs, permutations: 499 };
const found = falseFindings(sizes, 102);
console.log(`  8 equally good instructions: a winner in ${percent(found.winners)} of the runs,`);
console.log(`  any two told apart in ${percent(found.anyPair)}`);
await saveReport?.({ runs, units, held, ...found });
