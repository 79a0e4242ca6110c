import { UnreadableError } from './format.ts';

/** Says why the disk does not take vectors, and what to do. */
export function wordsOf(error: unknown): {
  readonly state: 'full' | 'failed';
  readonly message: string;
} {
  const isFull =
    error instanceof DOMException &&
    (error.name === 'QuotaExceededError' || /quota|space/i.test(error.message));
  if (isFull) {
    return {
      state: 'full',
      message:
        'The disk, or what this browser grants the page, is full. Delete what you no longer need under Storage, or free space on the disk.',
    };
  }
  const reason = error instanceof Error ? error.message : String(error);
  return {
    state: 'failed',
    message:
      error instanceof UnreadableError
        ? reason
        : `This browser did not store them (${reason}). Try again, or look under Storage.`,
  };
}
