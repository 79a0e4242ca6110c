/** Detects instructions that fill the model's limit, so that nothing of a text is read. */
import type { ModelInfo } from '../../engine/types.ts';
import type { EmbeddedText } from '../../vectors/vector-cache.ts';
import type { InstructionField, Lens } from '../../workspace/lens.ts';
import type { Workspace } from '../../workspace/workspace.ts';
import { app, useEmbeddings, useWorkspace } from '../app.ts';
import { isBlank } from '../items.ts';

type List = 'texts' | 'queries' | 'documents';

const LISTS: Record<InstructionField, List> = {
  instruction: 'texts',
  queryInstruction: 'queries',
  documentInstruction: 'documents',
};

/** Whether the instruction alone fills the limit: only the end token follows, the same for every text. */
export function leavesNoRoom(
  { tokens, masked, unread }: Pick<EmbeddedText, 'tokens' | 'masked' | 'unread'>,
  { maxSeqLength }: Pick<ModelInfo, 'maxSeqLength'>,
): boolean {
  return unread === 'cut' || (tokens >= maxSeqLength && masked >= maxSeqLength - 1);
}

/** Whether an instruction fills the limit: it does so for every text, so the first embedded one tells. */
function isFull(workspace: Workspace, lens: Lens, field: InstructionField): boolean {
  const { info } = app().model.getState();
  const first = workspace[LISTS[field]].find(({ text }) => !isBlank(text));
  if (info === null || first === undefined) return false;
  const entry = app().embeddings.lookup(lens[field], first.text);
  return entry !== undefined && leavesNoRoom(entry, info);
}

/**
 * Returns the ids of those of the lenses whose instruction leaves no room for texts; a lens without embedded texts is
 * not among them.
 */
export function useNoRoom(
  lenses: readonly Lens[],
  fields: readonly InstructionField[],
): readonly string[] {
  const workspace = useWorkspace((state) => state.workspace);
  const full = useEmbeddings(() =>
    JSON.stringify(
      lenses
        .filter((lens) => fields.some((field) => isFull(workspace, lens, field)))
        .map(({ id }) => id),
    ),
  );
  return JSON.parse(full);
}
