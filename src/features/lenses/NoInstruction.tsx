import { useDefaultPrompt } from '../../app/lenses/use-default-prompt.ts';
import { Marked } from '../../widgets/ExactText.tsx';

/** Meaning of an empty instruction, exactly as embedded: the model's default prompt, or nothing. */
export function NoInstruction() {
  const prompt = useDefaultPrompt();
  if (prompt === null) return <i>No instruction: plain text embedding</i>;
  return (
    <>
      <i>The model’s own: </i>
      <Marked text={prompt} />
    </>
  );
}
