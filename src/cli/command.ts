/** Shared parts of the commands: arguments, `--help`, error messages, exit codes. */

import { type ParseArgsConfig, parseArgs } from 'node:util';
import { INSTRUCTION_ROLES, type InstructionRole } from '../encoders/input.ts';
import { PRECISIONS, type Precision } from '../encoders/quantise.ts';
import { optionOf } from '../lib/checks.ts';
import { printable, printableLines } from '../lib/printable.ts';
import { undoOnSignals, undoUnfinished } from '../node/cleanup.ts';
import { ArgumentError, codeOf } from '../node/errors.ts';

type Options = NonNullable<ParseArgsConfig['options']>;
type Values<O extends Options> = ReturnType<typeof parseArgs<{ options: O }>>['values'];

interface CommandLine<O extends Options, Result> {
  /** Usage that `--help` and wrong arguments show. */
  readonly usage: string;
  readonly options: O;
  /** Names of the positional arguments, for messages; no more are accepted. None by default. */
  readonly positionals?: readonly string[];
  /** Number of positional arguments that may be left out, from the last. */
  readonly optional?: number;
  /** Checks the values. @throws ArgumentError */
  readonly read: (values: Values<O>, positionals: readonly string[]) => Result;
}

/**
 * Starts a command with this process's arguments. Exits with 0 after `--help`, and with 2 after naming a
 * wrong argument. A later failure exits with 1 and a message: Facet's own faults show their stack,
 * others show it under FACET_DEBUG=1.
 */
export function commandLine<const O extends Options, Result>(line: CommandLine<O, Result>): Result {
  passOverLostOutput();
  undoOnSignals();
  failInWords();
  try {
    const { values, positionals } = parse(line);
    if (values.help === true) {
      process.stdout.write(`${line.usage}\n`);
      process.exit(0);
    }
    checkCount(positionals, line.positionals ?? [], line.optional ?? 0);
    return line.read(values as Values<O>, positionals);
  } catch (error) {
    if (!(error instanceof ArgumentError)) throw error;
    process.stderr.write(`${printable(error.message)}\n${line.usage}\n`);
    process.exit(2);
  }
}

function parse(line: { options: Options }): {
  values: Record<string, unknown>;
  positionals: string[];
} {
  const options: Options = { ...line.options, help: { type: 'boolean', short: 'h' } };
  try {
    const { values, positionals, tokens } = parseArgs({
      options,
      allowPositionals: true,
      tokens: true,
    });
    checkOnce(tokens);
    return { values: { ...values }, positionals };
  } catch (error) {
    throw codeOf(error)?.startsWith('ERR_PARSE_ARGS_') ? inOneLine(error as Error) : error;
  }
}

type Tokens = ReturnType<
  typeof parseArgs<{ options: Options; allowPositionals: true; tokens: true }>
>['tokens'];

/** Rejects repeated options; Node silently takes the last value. */
function checkOnce(tokens: Tokens): void {
  const seen = new Set<string>();
  for (const token of tokens) {
    if (token.kind !== 'option') continue;
    if (token.value === '') throw new ArgumentError(`--${token.name} is empty; give it a value`);
    if (seen.has(token.name)) throw new ArgumentError(`--${token.name} is given twice`);
    seen.add(token.name);
  }
}

/** Shortens Node's own messages, which are paragraphs. */
function inOneLine(error: Error): ArgumentError {
  const { message } = error;
  const option = /'(-[^' ]*)/.exec(message)?.[1] ?? message;
  if (codeOf(error) === 'ERR_PARSE_ARGS_UNKNOWN_OPTION') {
    return new ArgumentError(`${option} is not an option of this command`);
  }
  if (message.includes('does not take an argument')) {
    return new ArgumentError(`${/--[\w-]+/.exec(message)?.[0] ?? option} takes no value`);
  }
  return new ArgumentError(
    message.includes('ambiguous')
      ? `${option} needs a value; one that begins with "-" is written ${option}=-…`
      : `${option} needs a value`,
  );
}

function checkCount(given: readonly string[], wanted: readonly string[], optional: number): void {
  if (given.length > wanted.length) {
    const first = JSON.stringify(given[wanted.length]);
    const most =
      wanted.length === 0 ? 'none is taken without its --option' : `${wanted.length} at most`;
    throw new ArgumentError(`${first} is one argument too many: ${most}`);
  }
  const missing = wanted.slice(given.length, wanted.length - optional);
  if (missing.length > 0) throw new ArgumentError(`${missing.join(' and ')} must be given`);
  const empty = given.indexOf('');
  if (empty >= 0) throw new ArgumentError(`${wanted[empty]} is empty`);
}

/** Exits with 1 on a failure, with a message, after removing unfinished output. */
function failInWords(): void {
  process.on('uncaughtException', (error: unknown) => {
    const left = undoUnfinished();
    // The shell's code for a program stopped by a closed pipe. Whoever closed it needs no message.
    if (codeOf(error) === 'EPIPE') process.exit(141);
    const lines = [inWords(error), ...left.map((each) => printable(`Left: ${each}`))];
    process.stderr.write(`${lines.join('\n')}\n`);
    process.exit(1);
  });
}

/**
 * Who reads a report may stop early ("| head"), and where it goes may be full: the work goes on. Whoever writes what
 * matters there (the vectors) is told by the write itself.
 */
function passOverLostOutput(): void {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
}

/** A failure's message. Errors of the system and of Facet's classes are about the input; others are faults. */
function inWords(error: unknown): string {
  if (!(error instanceof Error)) return printable(String(error));
  const builtIn = ['Error', 'TypeError', 'RangeError', 'ReferenceError', 'SyntaxError'];
  const fault = builtIn.includes(error.name) && !('syscall' in error);
  const stack = fault || process.env.FACET_DEBUG ? error.stack : undefined;
  return stack === undefined ? printable(error.message) : printableLines(stack);
}

/** @throws ArgumentError if the value is not a precision. */
export function parsePrecision(value: string): Precision {
  return oneOf('--precision', value, PRECISIONS);
}

/** @throws ArgumentError if the value is none of the choices. */
export function oneOf<Choice extends string>(
  name: string,
  value: string,
  choices: readonly Choice[],
): Choice {
  const choice = optionOf(choices, value);
  if (choice !== undefined) return choice;
  throw new ArgumentError(`${name} is "${value}"; it must be one of ${choices.join(', ')}`);
}

/** @throws ArgumentError if the value is not a whole number from `min` to `max`. */
export function wholeNumber(
  name: string,
  value: string,
  min = 1,
  max = Number.MAX_SAFE_INTEGER,
): number {
  const number = Number(value);
  if (/^-?\d+$/.test(value) && number >= min && number <= max) return number;
  const range = max === Number.MAX_SAFE_INTEGER ? `of ${min} or more` : `from ${min} to ${max}`;
  throw new ArgumentError(`${name} is "${value}"; give a whole number ${range}`);
}

/** @throws ArgumentError if the value is not a role of an instruction. */
export function parseInstructionRole(value: string | undefined): InstructionRole | undefined {
  return value === undefined ? undefined : oneOf('--instruction', value, INSTRUCTION_ROLES);
}
