import { isLoadFailure, LOAD_FAILURE_WORDS } from './load-error.ts';

/** Whether an error only says that its work was cancelled. */
export function isAbort(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError';
}

/** Returns an error's message for the user. WebAssembly throws bare numbers, kept because they can be looked up. */
export function messageOf(error: unknown): string {
  if (isLoadFailure(error)) return LOAD_FAILURE_WORDS;
  if (error instanceof Error && error.message !== '') return error.message;
  if (typeof error === 'number') return `An unknown error occurred (code ${error}).`;
  return typeof error === 'string' && error !== '' ? error : 'An unknown error occurred.';
}

/** Ends a foreign message as a sentence, so that another can follow. */
export function asSentence(message: string): string {
  return /[.!?]$/.test(message.trimEnd()) ? message.trimEnd() : `${message.trimEnd()}.`;
}
