/**
 * Wrong arguments, of every command: a line that names the argument, the usage, and the exit code 2. The commands are
 * run in this process, where a start costs little; that they behave so as processes is shown by a few.
 */
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { runScript } from '../../testing/commands.ts';

const ROOT = join(import.meta.dirname, '../..');

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

/** Stands for the end of the process. */
class Exit extends Error {
  constructor(readonly code: number) {
    super(`exit ${code}`);
  }
}

const argv = process.argv;
afterEach(() => {
  process.argv = argv;
  vi.restoreAllMocks();
});

/** Each run evaluates the script anew, and what it imports once. */
let runs = 0;

/** A command's beginning, which ends the process where the arguments are wrong. */
async function begin(script: string, args: readonly string[]) {
  const said = { stdout: '', stderr: '' };
  const keep = (name: keyof typeof said) => (text: string | Uint8Array) => {
    said[name] += text;
    return true;
  };
  vi.spyOn(process.stdout, 'write').mockImplementation(keep('stdout'));
  vi.spyOn(process.stderr, 'write').mockImplementation(keep('stderr'));
  vi.spyOn(process, 'on').mockReturnThis();
  for (const stream of [process.stdout, process.stderr]) vi.spyOn(stream, 'on').mockReturnThis();
  vi.spyOn(process, 'exit').mockImplementation((code) => {
    throw new Exit(Number(code));
  });
  process.argv = [argv[0]!, join(ROOT, script), ...args];
  const ended: unknown = await import(`${join(ROOT, script)}?run=${++runs}`).catch(
    (error: unknown) => error,
  );
  vi.restoreAllMocks();
  if (!(ended instanceof Exit)) throw ended;
  return { code: ended.code, ...said };
}

test.each(COMMANDS)('%s refuses an option it does not have', async (script) => {
  const { code, stdout, stderr } = await begin(script, ['--bogus', 'x']);
  expect(stderr).toMatch(/^--bogus is not an option of this command\nusage: np[mx] /);
  expect([code, stdout]).toEqual([2, '']);
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
  [
    'src/cli/embed.ts',
    ['--model', 'm', '--input', 'i', '--output', 'o', '--precision', '\u001b[2J\u202e'],
    '--precision is "\\u001b[2J\\u202e"; it must be one of int8, int4, fp32',
  ],
  ['src/cli/model.ts', ['m'], 'the output folder must be given, or --onnx'],
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
  const { code, stderr } = await begin(script, args);
  const [first, second] = stderr.split('\n');
  if (typeof message === 'string') expect(first).toBe(message);
  else expect(first).toMatch(message);
  expect(second).toMatch(/^usage: np[mx] /);
  expect(code).toBe(2);
});

test('src/cli/model.ts --help shows the usage', async () => {
  const { code, stdout, stderr } = await begin('src/cli/model.ts', ['--help']);
  expect(stdout).toMatch(/^usage: npm run model -- /);
  expect([code, stderr]).toEqual([0, '']);
});

test.each([
  ['src/cli/model.ts', ['--bogus', 'x'], 2],
  ['bench/vectors.ts', ['--bogus', 'x'], 2],
  ['src/cli/embed.ts', ['--help'], 0],
] as const)('as a process: %s %j', async (script, args, wanted) => {
  const { code, stdout, stderr } = await runScript(script, args);
  const [shown, other] = wanted === 0 ? [stdout.toString(), stderr] : [stderr, stdout.toString()];
  expect(shown).toMatch(/^(--bogus is not an option of this command\n)?usage: np[mx] /);
  expect(shown).not.toMatch(/\n +at /);
  expect([code, other]).toEqual([wanted, '']);
});
