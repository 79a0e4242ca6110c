import { Derived } from '../../app/embeddings/derived.ts';
import { sameItems } from '../../app/items.ts';
import type { Sources } from '../../app/panels.ts';
import { indexAt, readableTexts } from '../../app/readable-texts.ts';
import type { PlacedText, Sides } from '../../app/results.ts';
import type { View } from '../../app/view.ts';
import type { InstructionField, Lens } from '../../workspace/lens.ts';
import type { Workspace } from '../../workspace/workspace.ts';
import type { TokensResult } from './result.ts';

interface TokensInput {
  readonly item: PlacedText;
  readonly sides: Sides<{ readonly lens: string; readonly instruction: string }>;
  /** Fingerprint of the model: another model may have another tokeniser. */
  readonly model: string;
}

/** The instruction of a lens under which a text is read. */
export function fieldOf({ place }: Pick<PlacedText, 'place'>): InstructionField {
  if (place === 'Q') return 'queryInstruction';
  return place === 'D' ? 'documentInstruction' : 'instruction';
}

/** The text whose tokens are shown: the one chosen, else the first. */
function readItem(workspace: Workspace, { read }: Pick<View, 'read'>): PlacedText | undefined {
  const items = readableTexts(workspace);
  return items[read === null ? 0 : Math.max(0, indexAt(items, read))];
}

/** Reads a text under each shown lens; it needs the model and no vectors. */
export function createTokens(
  from: Pick<Sources, 'engine' | 'model' | 'workspace' | 'view' | 'shown' | 'begin'>,
): Derived<TokensInput, TokensResult> {
  return new Derived<TokensInput, TokensResult>({
    begin: from.begin,
    inputs() {
      const item = readItem(from.workspace(), from.view());
      if (item === undefined) return { kind: 'empty' };
      const model = from.model();
      if (model === null) return { kind: 'waiting' };
      // Vectors from a file have no tokens: those of the text alone are shown.
      const side = (lens: Lens) => ({
        lens: lens.id,
        instruction: lens.given === undefined ? lens[fieldOf(item)] : '',
      });
      const [one, other] = from.shown().lenses;
      const sides =
        other === undefined ? ([side(one)] as const) : ([side(one), side(other)] as const);
      return { kind: 'ready', input: { item, sides, model } };
    },
    same: (a, b) =>
      a.model === b.model &&
      sameItems([a.item], [b.item]) &&
      a.item.place === b.item.place &&
      a.sides.length === b.sides.length &&
      a.sides.every(
        (side, i) =>
          side?.lens === b.sides[i]?.lens && side?.instruction === b.sides[i]?.instruction,
      ),
    async compute({ item, sides: [one, other] }, { signal }) {
      const asked = other === undefined ? [one] : [one, other];
      const readings = await from.engine.read(
        asked.map(({ instruction }) => [instruction, item.text]),
        { signal },
      );
      const first = { lens: one.lens, input: readings[0]! };
      if (other === undefined) return { item, sides: [first] };
      return { item, sides: [first, { lens: other.lens, input: readings[1]! }] };
    },
  });
}
