/** What a command has half written goes when it fails or is interrupted. */
import { messageOf } from '../lib/errors.ts';
import { printable } from '../lib/printable.ts';

const pending = new Set<() => void>();

/** An unfinished output: `forget` once it is finished, `run` to undo it now. */
export interface Undo {
  forget(): void;
  run(): void;
}

/** @param undo Synchronous, because a process that is about to end runs nothing else. */
export function undoOnFailure(undo: () => void): Undo {
  pending.add(undo);
  return {
    forget: () => void pending.delete(undo),
    run() {
      if (pending.delete(undo)) undo();
    },
  };
}

/** Undoes everything unfinished. @returns the reason for each output that could not be removed. */
export function undoUnfinished(): string[] {
  const left: string[] = [];
  for (const undo of pending) {
    try {
      undo();
    } catch (error) {
      left.push(messageOf(error));
    }
  }
  pending.clear();
  return left;
}

const SIGNALS = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;

/**
 * Ctrl+C and its like: what is unfinished goes, and the process ends by the signal itself, which a shell gives as 130,
 * 143 or 129. An exit would first wait, for seconds on a busy machine, until the engine's WASM is compiled.
 */
export function undoOnSignals(): void {
  for (const [signal, code] of Object.entries(SIGNALS)) {
    process.on(signal, () => {
      if (pending.size > 0) {
        const left = undoUnfinished().map((each) => `\n${printable(`Left: ${each}`)}`);
        const rest = left.length === 0 ? ': nothing was written' : left.join('');
        process.stderr.write(`\nInterrupted${rest}\n`);
      }
      // Windows has no signals: there this would be a death without a code.
      if (process.platform === 'win32') process.exit(code);
      process.removeAllListeners(signal);
      process.kill(process.pid, signal);
    });
  }
}
