import { effectiveInstruction } from '../../encoders/input.ts';
import { app, useModel } from '../app.ts';

/** Returns the running model's prompt for a text without an instruction; null if it has none. */
export function useDefaultPrompt(): string | null {
  const prompt = useModel(({ info }) =>
    info === null ? '' : effectiveInstruction(info.input, ''),
  );
  return prompt === '' ? null : prompt;
}

/** Returns the instruction as the running model reads it: its default prompt, if any, for an empty one. */
export function exactInstruction(instruction: string): string {
  const { info } = app().model.getState();
  return info === null ? instruction : effectiveInstruction(info.input, instruction);
}
