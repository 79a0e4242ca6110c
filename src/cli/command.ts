/** What the commands share: errors in words, exit codes, arguments. */
import { INSTRUCTION_ROLES, type InstructionRole } from '../model/input.ts';
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

export function parseInstructionRole(value: string | undefined): InstructionRole | undefined {
  const role = INSTRUCTION_ROLES.find((known) => known === value);
  if (role !== undefined || value === undefined) return role;
  throw new TypeError(
    `--instruction is "${value}"; it must be one of ${INSTRUCTION_ROLES.join(', ')}`,
  );
}

/** Says something of the model without disturbing what is on standard output. */
export function printNote(note: string): void {
  process.stderr.write(`Note: ${note}\n`);
}
