import { app, useEmbeddings, useModel } from '../../app/app.ts';
import { listLenses } from '../../app/lenses/shown-lenses.ts';
import { useShownLenses } from '../../app/lenses/use-shown-lenses.ts';
import type { EmbeddedText } from '../../vectors/vector-cache.ts';
import type { InstructionField } from '../../workspace/lens.ts';
import { WHY_WITHOUT } from './without.ts';

/**
 * Says that under a shown lens a text has no vector of its own, or was cut at the model's limit; nothing if neither
 * holds.
 */
export function CutBadge({
  text,
  field = 'instruction',
}: {
  readonly text: string;
  /** Which of a lens's instructions the text is embedded under. */
  readonly field?: InstructionField;
}) {
  const comparison = useShownLenses();
  const limit = useModel((state) => state.info?.maxSeqLength);
  const cut = useEmbeddings(() =>
    listLenses(comparison).some((lens) => app().embeddings.lookup(lens[field], text)?.truncated),
  );
  const firstOf = <Key extends 'without' | 'unread'>(key: Key): EmbeddedText[Key] | null =>
    listLenses(comparison).reduce<EmbeddedText[Key] | null>(
      (why, lens) => why ?? app().embeddings.lookup(lens[field], text)?.[key] ?? null,
      null,
    );
  const without = useEmbeddings(() => firstOf('without'));
  const unread = useEmbeddings(() => firstOf('unread'));
  if (without !== null) {
    return (
      <b className="cut" data-testid="no-vector" title={`No vector: ${WHY_WITHOUT[without]}`}>
        no vector
      </b>
    );
  }
  if (unread !== null) {
    return (
      <b
        className="cut"
        data-testid="not-in-mean"
        title={`Mistrust its vector: ${WHY_WITHOUT[unread]}`}
      >
        text not in the mean
      </b>
    );
  }
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
