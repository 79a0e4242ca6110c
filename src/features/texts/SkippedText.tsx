import { app } from '../../app/app.ts';
import { showToast } from '../../app/toast.ts';

/** Replaces the tokens of a text that the tokenizer could not read: says so, and tries again. */
export function SkippedText({
  number,
  reason,
  tabIndex,
}: {
  readonly number: number;
  readonly reason: string;
  readonly tabIndex: 0 | -1;
}) {
  return (
    <button
      type="button"
      className="text-tokens"
      data-testid="text-skipped"
      data-cell="tokens"
      tabIndex={tabIndex}
      data-cut
      aria-label={`Text ${number} was skipped and has no vector: ${reason}. Try again`}
      title={`Skipped, so it has no vector: ${reason}. Click to try again, or edit the text`}
      onClick={() => {
        app().embeddings.retry();
        showToast(`Text ${number} is tried again. It was skipped: ${reason}`);
      }}
    >
      <b className="cut">skipped</b>
    </button>
  );
}
