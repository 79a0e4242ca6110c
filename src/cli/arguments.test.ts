/** Wrong arguments, of every command: a line that names the argument, the usage, and the exit code 2. */
import { expect, test } from 'vitest';
import { runScript } from '../../testing/commands.ts';

const COMMANDS = [
  'src/cli/embed.ts',
  'src/cli/model.ts',
  'bench/accuracy.ts',
  'bench/base.ts',
  'bench/gpu.ts',
  'bench/imports.ts',
  'bench/quantisers.ts',
  'bench/responsiveness.ts',
  'bench/vectors.ts',
  'bench/encode.ts',
  'scripts/screenshot.ts',
  'scripts/start.ts',
  'scripts/synthetic-checkpoint.ts',
  'scripts/test.ts',
];

test.each(COMMANDS)('%s refuses an option it does not have', async (script) => {
  const { code, stdout, stderr } = await runScript(script, ['--bogus', 'x']);
  expect(stderr).toMatch(/^--bogus is no option of this command\nusage: np[mx] /);
  expect(stderr).not.toMatch(/\n +at /);
  expect([code, stdout.toString()]).toEqual([2, '']);
});

test.each([
  ['src/cli/embed.ts', [], '--model must be given'],
  ['src/cli/embed.ts', ['--model'], '--model needs a value'],
  [
    'src/cli/embed.ts',
    ['--model', '--input', 'x'],
    '--model needs a value; one that begins with "-" is written --model=-…',
  ],
  ['src/cli/embed.ts', ['--model='], '--model is empty; give it a value'],
  ['src/cli/embed.ts', ['--model', 'a', '--model', 'b'], '--model is given twice'],
  ['src/cli/embed.ts', ['--force=yes'], '--force takes no value'],
  ['src/cli/embed.ts', ['x'], '"x" is one argument too many: none is taken without its --option'],
  [
    'src/cli/embed.ts',
    ['--model', 'm', '--input', 'i', '--output', 'o', '--precision', 'int9'],
    '--precision is "int9"; it must be one of int8, int4, fp32',
  ],
  ['src/cli/model.ts', ['m'], 'the output folder must be given'],
  ['src/cli/model.ts', ['m', 'o', 'p'], '"p" is one argument too many: 2 at most'],
  [
    'src/cli/model.ts',
    ['m', 'o', '--hub', 'hub'],
    '--hub is "hub"; give an address that begins with https://',
  ],
  [
    'src/cli/model.ts',
    ['src', 'o', '--revision', 'x'],
    '--revision is for a model on the hub, and src is a folder',
  ],
  ['bench/encode.ts', ['--rounds', '1.5'], '--rounds is "1.5"; give a whole number of 1 or more'],
  ['scripts/start.ts', ['--port', '0x50'], '--port is "0x50"; give a whole number from 1 to 65535'],
  [
    'scripts/test.ts',
    ['--only', 'unit,x'],
    /^--only is "x"; it must be one of types, boundaries, lint,/,
  ],
] as const)('%s %j', async (script, args, message) => {
  const { code, stderr } = await runScript(script, args);
  const [first, second] = stderr.split('\n');
  if (typeof message === 'string') expect(first).toBe(message);
  else expect(first).toMatch(message);
  expect(second).toMatch(/^usage: np[mx] /);
  expect(code).toBe(2);
});

test.each(['src/cli/embed.ts', 'src/cli/model.ts'])('%s --help shows the usage', async (script) => {
  const { code, stdout, stderr } = await runScript(script, ['--help']);
  expect(stdout.toString()).toMatch(/^usage: npm run \w+ -- /);
  expect([code, stderr]).toEqual([0, '']);
});
