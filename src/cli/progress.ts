/** How far a command is, on standard error, once it has taken a second. */
import { printable } from '../lib/printable.ts';

const FIRST_MS = 1000;
/** Milliseconds between lines: a terminal redraws one line, a log gets a new one now and then. */
const INTERVAL_MS = process.stderr.isTTY ? 200 : 10_000;

export interface ProgressLine {
  /**
   * @param fraction Finished part of the work, 0 to 1.
   * @param done Number of finished units.
   */
  show(fraction: number, done?: number, total?: number): void;
  /** Ends the line, if one was shown. */
  end(): void;
}

/** @param what Name of the work. @param unit Name of the counted unit. */
export function progressLine(what: string, unit = ''): ProgressLine {
  const began = performance.now();
  let next = began + FIRST_MS;
  let shown = false;
  return {
    show(fraction, done = 0, total = 0) {
      const now = performance.now();
      if (now < next || fraction <= 0) return;
      next = now + INTERVAL_MS;
      const seconds = (now - began) / 1000;
      const count =
        total > 0
          ? `${done} of ${total} ${unit}, ${rate(done / seconds)} a second`
          : `${Math.floor(100 * fraction)} %`;
      const left = duration((seconds * (1 - fraction)) / fraction);
      const line = printable(`${what}: ${count}, ${left} left`);
      process.stderr.write(process.stderr.isTTY ? `\r\x1b[K${line}` : `${line}\n`);
      shown = true;
    },
    end() {
      if (shown && process.stderr.isTTY) process.stderr.write('\r\x1b[K');
    },
  };
}

function rate(perSecond: number): string {
  return perSecond < 10 ? perSecond.toFixed(1) : perSecond.toFixed(0);
}

function duration(seconds: number): string {
  const whole = Math.ceil(seconds);
  if (whole < 60) return `${whole} s`;
  const minutes = Math.floor(whole / 60);
  return minutes < 60
    ? `${minutes} min ${whole % 60} s`
    : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
