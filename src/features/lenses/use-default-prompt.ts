import { useModel } from '../../app/app.ts';
import { effectiveInstruction } from '../../encoders/input.ts';

/** The running model's prompt for a text without an instruction; null if it has none. */
export function useDefaultPrompt(): string | null {
  const prompt = useModel(({ info }) =>
    info === null ? '' : effectiveInstruction(info.input, ''),
  );
  return prompt === '' ? null : prompt;
}
