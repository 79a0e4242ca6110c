/** All that a command prints goes through here: what comes out of files is made harmless to a terminal. */
import { printable } from '../lib/printable.ts';
import { codeOf, FileError } from '../node/errors.ts';

/** A line on standard error. */
export function say(line: string): void {
  process.stderr.write(`${printable(line)}\n`);
}

/** Says something of the model without disturbing what is on standard output. */
export function printNote(note: string): void {
  say(`Note: ${note}`);
}

/**
 * Lines on standard output, about work that is done.
 * @returns why they could not be printed, in words; null if they were, or if the reader stopped early ("| head").
 */
export function report(lines: readonly string[]): Promise<string | null> {
  const text = lines.map((line) => `${printable(line)}\n`).join('');
  return new Promise((resolve) => {
    process.stdout.write(text, (error) => {
      const isNews = error != null && codeOf(error) !== 'EPIPE';
      resolve(isNews ? FileError.of('standard output', error).message : null);
    });
  });
}
