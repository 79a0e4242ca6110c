import type { InstructionField } from '../../data/lens.ts';
import { embeddings, useEmbeddings, useModel } from '../../state/app.ts';
import { shownLenses } from '../../state/comparison.ts';
import { useComparison } from '../use-comparison.ts';

/** Says that a text was cut at the model's limit under a shown lens; nothing where it was not. */
export function CutBadge({
  text,
  field = 'instruction',
}: {
  readonly text: string;
  /** Which of a lens's instructions the text is embedded under. */
  readonly field?: InstructionField;
}) {
  const comparison = useComparison();
  const limit = useModel((state) => state.info?.maxSeqLength);
  const cut = useEmbeddings(() =>
    shownLenses(comparison).some((lens) => embeddings.lookup(lens[field], text)?.truncated),
  );
  if (!cut) return null;
  return (
    <b
      className="cut"
      data-testid="cut"
      title={`The text is longer than the model's limit of ${limit} tokens: the rest was not read`}
    >
      cut at {limit}
    </b>
  );
}
