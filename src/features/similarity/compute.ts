import { Derived } from '../../app/embeddings/derived.ts';
import type { Entries } from '../../app/embeddings/entries.ts';
import { eachSide, sameSides, vectorSet, withoutVector } from '../../app/embeddings/gather.ts';
import { groupItems, sameItems, textItems } from '../../app/items.ts';
import type { Sources } from '../../app/panels.ts';
import type { PlacedText, Sides } from '../../app/results.ts';
import type { View } from '../../app/view.ts';
import type { Group } from '../../workspace/edits.ts';
import type { Workspace } from '../../workspace/workspace.ts';
import type { SimilarityResult } from './result.ts';

/** Most rows and columns of the matrix: a screen cannot show more apart. */
const MATRIX_LIMIT = 200;

interface SimilarityInput extends Omit<SimilarityResult, 'sides' | 'without'> {
  readonly sides: Sides<{ readonly lens: string; readonly lists: readonly Entries[] }>;
}

/** The group that the columns of the matrix show. */
export function matrixColumns(workspace: Workspace, { columns }: Pick<View, 'columns'>): Group {
  if (columns !== null) return columns;
  return workspace.texts.some(({ group }) => group === 'B') ? 'B' : 'A';
}

/** The texts chosen for the matrix, wherever they are; null where no two are, and the groups are shown. */
function chosenTexts(
  items: readonly PlacedText[],
  { matrixOf }: Pick<View, 'matrixOf'>,
): readonly PlacedText[] | null {
  if (matrixOf === null) return null;
  const wanted = new Set(matrixOf);
  const chosen = items.filter(({ text }) => wanted.has(text));
  return chosen.length < 2 ? null : chosen;
}

export function createSimilarity({
  analysis,
  workspace,
  view,
  shown,
  gather,
  begin,
}: Sources): Derived<SimilarityInput, SimilarityResult> {
  return new Derived<SimilarityInput, SimilarityResult>({
    begin,
    inputs() {
      const current = workspace();
      const chosen = chosenTexts(textItems(current), view());
      const group = matrixColumns(current, view());
      const self = chosen !== null || group === 'A';
      const allRows = chosen ?? groupItems(current, 'A');
      const allColumns = self ? allRows : groupItems(current, group);
      if (allRows.length === 0 || allColumns.length === 0 || (self && allRows.length < 2)) {
        return { kind: 'empty' };
      }
      const rows = allRows.slice(0, MATRIX_LIMIT);
      const columns = self ? rows : allColumns.slice(0, MATRIX_LIMIT);
      return gather(
        shown(),
        ({ instruction }) => [
          [instruction, rows],
          [instruction, columns],
        ],
        (sides) => ({
          rows,
          columns,
          self,
          rowTotal: allRows.length,
          columnTotal: allColumns.length,
          isSelection: chosen !== null,
          sides,
        }),
      );
    },
    same: (a, b) =>
      a.self === b.self &&
      a.isSelection === b.isSelection &&
      a.rowTotal === b.rowTotal &&
      a.columnTotal === b.columnTotal &&
      sameItems(a.rows, b.rows) &&
      sameItems(a.columns, b.columns) &&
      sameSides(a.sides, b.sides),
    async compute(input, { signal }) {
      const sides = await eachSide(input.sides, async ({ lens, lists: [rows, columns] }) => {
        const values = await analysis.similarity(vectorSet(rows!), vectorSet(columns!), { signal });
        return { lens, values };
      });
      const without = input.sides.flatMap((side) => {
        if (side === undefined) return [];
        const [rows, columns] = side.lists;
        const ofRows = withoutVector(side.lens, input.rows, rows!);
        return input.self
          ? ofRows
          : [...ofRows, ...withoutVector(side.lens, input.columns, columns!)];
      });
      return { ...input, sides, without };
    },
  });
}
