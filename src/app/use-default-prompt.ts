import { effectiveInstruction } from '../encoders/input.ts';
import { app, useModel } from './app.ts';

/** The running model's prompt for a text without an instruction; null if it has none. */
export function useDefaultPrompt(): string | null {
  const prompt = useModel(({ info }) =>
    info === null ? '' : effectiveInstruction(info.input, ''),
  );
  return prompt === '' ? null : prompt;
}

/** The instruction as the running model reads it: an empty one is its default prompt, if it has one. */
export function exactInstruction(instruction: string): string {
  const { info } = app().model.getState();
  return info === null ? instruction : effectiveInstruction(info.input, instruction);
}
