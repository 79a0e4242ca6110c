import { effectiveInstruction } from '../encoders/input.ts';
import { useModel } from './app.ts';

/** The running model's prompt for a text without an instruction; null if it has none. */
export function useDefaultPrompt(): string | null {
  const prompt = useModel(({ info }) =>
    info === null ? '' : effectiveInstruction(info.input, ''),
  );
  return prompt === '' ? null : prompt;
}
