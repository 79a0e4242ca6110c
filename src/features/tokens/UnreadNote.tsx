import type { InputTokens, Unread } from '../../engine/types.ts';
import { Note } from '../../widgets/Note.tsx';

const REASONS: Record<Unread, string> = {
  fused:
    'The instruction’s last characters and the text’s first became one token, which counts as the instruction’s: nothing of the text is left to pool. Add a space at the instruction’s end.',
  cut: 'The instruction fills the model’s limit: all of the text was cut. Shorten the instruction.',
  empty: 'The tokeniser makes no token of this text: there is nothing to pool. Edit the text.',
};

/** Why no token of a text is in the mean, and what helps; nothing if one is. */
export function UnreadNote({ input: { unread, pooled } }: { readonly input: InputTokens }) {
  if (unread === null) return null;
  return (
    <Note tone="warn">
      {REASONS[unread]}{' '}
      {pooled === 0
        ? 'The mean is of no token at all: the text has no vector, and no cosine.'
        : 'The mean is of other tokens alone: mistrust the vector.'}
    </Note>
  );
}
