import type { Analysis } from '../../analysis/types.ts';
import { Derived } from '../../app/embeddings/derived.ts';
import { eachSide, sameSides, vectorSet, withoutVector } from '../../app/embeddings/gather.ts';
import { groupItems, sameItems } from '../../app/items.ts';
import type { Computed, Sources } from '../../app/panels.ts';
import type { View } from '../../app/view.ts';
import { lazyModule } from '../../loading/lazy-module.ts';
import type { Group } from '../../workspace/edits.ts';
import type { Workspace } from '../../workspace/workspace.ts';
import {
  type ClusteredTexts,
  MATRIX_LIMIT,
  type SimilarityInput,
  type TextsInput,
} from './inputs.ts';
import { openedClusters } from './opened.ts';
import type { MatrixResult, SimilarityResult } from './result.ts';

/** Fetched where there are more texts than rows. */
const loadClusters = lazyModule(
  'The similarity of clusters',
  async () => (await import('./compute-clusters.ts')).computeClusters,
);

/** The group that the columns of the matrix show. */
export function matrixColumns(workspace: Workspace, { columns }: Pick<View, 'columns'>): Group {
  if (columns !== null) return columns;
  return workspace.texts.some(({ group }) => group === 'B') ? 'B' : 'A';
}

export function createSimilarity(
  sources: Sources,
  map: Computed<ClusteredTexts>,
): Derived<SimilarityInput, MatrixResult> {
  const { analysis, workspace, view, shown, gather, begin } = sources;
  const derived = new Derived<SimilarityInput, MatrixResult>({
    begin,
    inputs() {
      const current = workspace();
      const group = matrixColumns(current, view());
      const self = group === 'A';
      const rows = groupItems(current, 'A');
      const columns = self ? rows : groupItems(current, group);
      if (rows.length === 0 || columns.length === 0 || (self && rows.length < 2)) {
        return { kind: 'empty' };
      }
      const totals = { self, rowTotal: rows.length, columnTotal: columns.length };
      if (rows.length <= MATRIX_LIMIT && columns.length <= MATRIX_LIMIT) {
        return ofTexts({ kind: 'texts', inside: null, rows, columns, ...totals });
      }
      const { status, result, error } = map.store.getState();
      if (status === 'error') return { kind: 'blocked', reason: error ?? '' };
      if (status !== 'ready' || result === null) {
        return { kind: 'waiting' };
      }
      const { opened } = openedClusters.getState();
      if (opened !== null && opened.of === result.sides[0].clusters && opened.group === group) {
        const { rows, columns, rowTotal, columnTotal, inside } = opened;
        const shown = { rows, columns, rowTotal, columnTotal, inside };
        return ofTexts({ kind: 'texts', self: rows === columns, ...shown });
      }
      return gather(
        shown(),
        ({ instruction }) => [[instruction, result.items]],
        (sides): SimilarityInput => ({ kind: 'clusters', map: result, group, sides, ...totals }),
      );
    },
    same: (a, b) => sameInput(a, b) && sameSides(a.sides, b.sides),
    async compute(input, { signal }) {
      if (input.kind === 'texts') return computeTexts(analysis, input, signal);
      const computeClusters = await loadClusters();
      return computeClusters(analysis, input, signal);
    },
  });
  openedClusters.subscribe(() => derived.update());
  return derived;

  function ofTexts(input: Omit<TextsInput, 'sides'>) {
    return gather(
      shown(),
      ({ instruction }) => [
        [instruction, input.rows],
        [instruction, input.columns],
      ],
      (sides): SimilarityInput => ({ ...input, sides }),
    );
  }
}

function sameInput(a: SimilarityInput, b: SimilarityInput): boolean {
  if (a.self !== b.self || a.rowTotal !== b.rowTotal || a.columnTotal !== b.columnTotal) {
    return false;
  }
  if (a.kind === 'clusters' || b.kind === 'clusters') {
    return (
      a.kind === 'clusters' &&
      b.kind === 'clusters' &&
      a.group === b.group &&
      a.map.sides[0].clusters === b.map.sides[0].clusters &&
      sameItems(a.map.items, b.map.items)
    );
  }
  return (
    a.inside?.rows === b.inside?.rows &&
    a.inside?.columns === b.inside?.columns &&
    sameItems(a.rows, b.rows) &&
    sameItems(a.columns, b.columns)
  );
}

async function computeTexts(
  analysis: Analysis,
  input: TextsInput,
  signal: AbortSignal,
): Promise<SimilarityResult> {
  const sides = await eachSide(input.sides, async ({ lens, lists: [rows, columns] }) => {
    const values = await analysis.similarity(vectorSet(rows!), vectorSet(columns!), { signal });
    return { lens, values };
  });
  const without = input.sides.flatMap((side) => {
    if (side === undefined) return [];
    const [rows, columns] = side.lists;
    const ofRows = withoutVector(side.lens, input.rows, rows!);
    return input.self ? ofRows : [...ofRows, ...withoutVector(side.lens, input.columns, columns!)];
  });
  return { ...input, sides, without };
}
