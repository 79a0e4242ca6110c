/**
 * `npm run bench -- <name>`: starts a benchmark with the arguments after its name. Lists the benchmarks
 * without a name, and exits with 2 for an unknown one.
 */
import { BENCHMARKS } from './benchmarks.ts';

const name = process.argv[2];
if (name === undefined) {
  console.log(list());
} else if (Object.hasOwn(BENCHMARKS, name)) {
  process.argv.splice(2, 1);
  await BENCHMARKS[name]!.start();
} else {
  console.error(`There is no benchmark "${name}".\n\n${list()}`);
  process.exitCode = 2;
}

function list(): string {
  const lines = Object.entries(BENCHMARKS).map(
    ([name, { measures, needs }]) =>
      `  ${name.padEnd(12)}${measures}\n${' '.repeat(14)}needs ${needs}`,
  );
  return ['usage: npm run bench -- <name> [arguments]', '', ...lines].join('\n');
}
