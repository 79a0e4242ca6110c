import { effectiveInstruction } from '../encoders/input.ts';
import { useModel } from './app.ts';

/** What the model that runs puts before a text without an instruction; null where it puts nothing. */
export function useDefaultPrompt(): string | null {
  const prompt = useModel(({ info }) =>
    info === null ? '' : effectiveInstruction(info.input, ''),
  );
  return prompt === '' ? null : prompt;
}
