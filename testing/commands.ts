/** Runs the commands as separate processes, as npm's scripts do. */
import { type ChildProcess, spawn } from 'node:child_process';
import { constants } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';

const ROOT = join(import.meta.dirname, '..');

interface Ended {
  readonly code: number | null;
  readonly stdout: Buffer;
  readonly stderr: string;
}

export interface Running {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
}

/** @param script From the root of the project. @param stdout A file to write to, for what is read here. */
export function start(
  script: string,
  args: readonly string[],
  stdout: 'pipe' | number = 'pipe',
): Running {
  const child = spawn(process.execPath, ['--import', 'tsx', script, ...args], {
    cwd: ROOT,
    stdio: ['pipe', stdout, 'pipe'],
  });
  const ended = Promise.all([
    new Promise<number | null>((resolve) => {
      // As a shell gives it: the code, or 128 and the number of the signal that ended it.
      child.once('close', (code, signal) =>
        resolve(signal === null ? code : 128 + constants.signals[signal]),
      );
    }),
    // Who tests a closed pipe closes it.
    child.stdout === null ? Buffer.alloc(0) : buffer(child.stdout).catch(() => Buffer.alloc(0)),
    buffer(child.stderr!),
  ]).then(([code, stdout, stderr]) => ({ code, stdout, stderr: stderr.toString() }));
  return { child, ended };
}

export function runScript(
  script: string,
  args: readonly string[],
  input: Uint8Array = new Uint8Array(0),
): Promise<Ended> {
  const { child, ended } = start(script, args);
  // A failing command does not read its input to the end.
  child.stdin!.on('error', () => {});
  child.stdin!.end(input);
  return ended;
}
