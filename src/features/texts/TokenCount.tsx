import { showTokens } from '../../app/actions.ts';
import { app, useEmbeddings, useModel } from '../../app/app.ts';
import { isBlank } from '../../app/items.ts';
import type { ListName } from '../../workspace/edits.ts';
import { WHY_WITHOUT } from '../panel/without.ts';
import { SkippedText } from './SkippedText.tsx';

/** Shows the number of tokens under the first shown lens, or the fault under a lens that does not read all of the text. */
export function TokenCount({
  list,
  id,
  number,
  instructions,
  text,
  tabIndex,
}: {
  readonly list: ListName;
  readonly id: string;
  readonly number: number;
  readonly instructions: readonly string[];
  readonly text: string;
  readonly tabIndex: 0 | -1;
}) {
  const entry = useEmbeddings(() => {
    const entries = instructions.map((instruction) => app().embeddings.lookup(instruction, text));
    return (
      entries.find((found) => found !== undefined && found.without !== null) ??
      entries.find((found) => found !== undefined && found.unread !== null) ??
      entries.find((found) => found?.truncated) ??
      entries[0]
    );
  });
  const limit = useModel((state) => state.info?.maxSeqLength);
  const together = useModel(({ info }) => info?.input.instruction === 'pooled');
  if (entry === undefined || isBlank(text)) return <span className="text-tokens">…</span>;
  const { tokens, masked, truncated, without, unread, refused } = entry;
  if (refused !== null) {
    return <SkippedText number={number} reason={refused} tabIndex={tabIndex} />;
  }
  const fault = without !== null ? 'no vector' : unread !== null ? 'not in the mean' : null;
  const problem = [
    ...(without === null ? [] : [`no vector, since ${WHY_WITHOUT[without]}`]),
    ...(without === null && unread !== null ? [`mistrust its vector: ${WHY_WITHOUT[unread]}`] : []),
    ...(truncated ? [`the text was cut at the model's limit of ${limit}`] : []),
  ];
  return (
    <button
      type="button"
      className="text-tokens"
      data-testid="text-tokens"
      data-cell="tokens"
      tabIndex={tabIndex}
      data-cut={problem.length > 0 || undefined}
      aria-label={`Tokens of text ${number}: ${tokens}, ${masked} masked${truncated ? `, cut at ${limit}` : ''}${fault === null ? '' : `, ${fault}`}`}
      title={`${tokens} tokens read, ${together ? 'all of them in the mean' : `${masked} of them the instruction's, left out of the mean`}${problem.map((each) => `; ${each}`).join('')}. Show them`}
      onClick={() => showTokens({ list, id })}
    >
      {fault !== null && <b className="cut">{fault}</b>}
      {fault === null && truncated && <b className="cut">cut at {limit}</b>}
      {problem.length === 0 && tokens}
    </button>
  );
}
