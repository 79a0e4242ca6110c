/** What the commands share: errors in words, exit codes, arguments. */
import { PRECISIONS, type Precision } from '../model/quantise.ts';

/** Runs a command. Wrong arguments (TypeError) print the usage and exit with 2, other errors with 1. */
export async function runCommand(usage: string, command: () => Promise<void>): Promise<void> {
  try {
    await command();
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const wrongArguments = error instanceof TypeError;
    process.stderr.write(wrongArguments ? `${message}\n${usage}\n` : `${message}\n`);
    process.exitCode = wrongArguments ? 2 : 1;
  }
}

export function parsePrecision(value: string): Precision {
  const precision = PRECISIONS.find((known) => known === value);
  if (precision !== undefined) return precision;
  throw new TypeError(`--precision is "${value}"; it must be one of ${PRECISIONS.join(', ')}`);
}
