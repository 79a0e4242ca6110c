import { isLoadFailure, LOAD_FAILURE_WORDS } from './load-error.ts';

/** Whether a rejected promise only says that its work was cancelled. */
export function isAbort(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError';
}

/** An error in words for the user. */
export function messageOf(error: unknown): string {
  if (isLoadFailure(error)) return LOAD_FAILURE_WORDS;
  if (error instanceof Error && error.message !== '') return error.message;
  return typeof error === 'string' && error !== '' ? error : 'An unknown error occurred.';
}

/** A message that came from elsewhere, ended so that another sentence can follow it. */
export function asSentence(message: string): string {
  return /[.!?]$/.test(message.trimEnd()) ? message.trimEnd() : `${message.trimEnd()}.`;
}
