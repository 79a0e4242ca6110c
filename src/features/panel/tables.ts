/** What panels show, as rows: all of it, not only what is drawn at once. */
import type {
  EffectResult,
  Item,
  MapResult,
  RetrievalResult,
  SimilarityResult,
  TokensResult,
  WithoutVector,
} from '../../app/results.ts';
import type { Rows } from '../../widgets/tsv.ts';
import { rankedUnder } from '../retrieval/ranks.ts';
import { withoutLines, withoutNote } from './without.ts';

/** What a lens is called, by its id. */
export type NameOf = (lens: string) => string;

const id = ({ place, number }: Pick<Item, 'place' | 'number'>) => `${place}${number}`;

/** A number, or a dash where a text has no vector. */
function known(value: number): number | string {
  return Number.isNaN(value) ? '–' : value;
}

/** The rows with a last column that says why a text has no vector; as they are where every text has one. */
function withNotes(
  [head, ...rows]: Rows,
  without: readonly WithoutVector[],
  noteOf: (row: number) => string,
): Rows {
  if (without.length === 0) return [head!, ...rows];
  return [[...head!, 'Note'], ...rows.map((row, i) => [...row, noteOf(i)])];
}

/** A row a pair, each pair of A × A once; with two lenses, both cosines and their difference. */
export function similarityRows(result: SimilarityResult, nameOf: NameOf): Rows {
  const { rows, columns, self, sides, without } = result;
  const [first, second] = sides;
  const notes: string[] = [];
  const note = (item: Item) => withoutNote(without, item, nameOf);
  const head = ['Row', 'Column', 'Row text', 'Column text', nameOf(first.lens)];
  const pairs = rows.flatMap((row, r) =>
    columns.flatMap((column, c) => {
      if (self && c <= r) return [];
      const at = r * columns.length + c;
      if (without.length > 0) notes.push(`${note(row)} ${note(column)}`.trim());
      const start = [id(row), id(column), row.text, column.text, known(first.values[at]!)];
      if (second === undefined) return [start];
      const change = second.values[at]! - first.values[at]!;
      return [[...start, known(second.values[at]!), known(change)]];
    }),
  );
  const names = second === undefined ? head : [...head, nameOf(second.lens), 'Difference'];
  return withNotes([names, ...pairs], without, (i) => notes[i] ?? '');
}

/** A row a text: its label, and its cluster and place under each lens; last those that are on no map. */
export function mapRows({ items, sides, without }: MapResult, nameOf: NameOf): Rows {
  const shown = sides.filter((side) => side !== undefined);
  const head = shown.flatMap(({ lens }) => [
    `Cluster, ${nameOf(lens)}`,
    `x, ${nameOf(lens)}`,
    `y, ${nameOf(lens)}`,
  ]);
  const absent = without
    .map(({ item }) => item)
    .filter((item, i, all) => all.findIndex(({ id: other }) => other === item.id) === i);
  const rows: Rows = [
    ['Name', 'Text', 'Label', ...head],
    ...items.map((item, i) => [
      id(item),
      item.text,
      item.label ?? '',
      ...shown.flatMap(({ clusters, coordinates }) => [
        (clusters.labels[i] ?? 0) + 1,
        coordinates[2 * i]!,
        coordinates[2 * i + 1]!,
      ]),
    ]),
    ...absent.map((item) => [id(item), item.text, item.label ?? '', ...head.map(() => '–')]),
  ];
  return withNotes(rows, without, (i) => {
    const item = absent[i - items.length];
    return item === undefined ? '' : withoutNote(without, item, nameOf);
  });
}

/** A row a rank, for every query under every shown lens. */
export function rankingRows(result: RetrievalResult, nameOf: NameOf): Rows {
  const { without } = result;
  const notes: string[] = [];
  const rows = result.queries.flatMap((query, at) =>
    result.sides.flatMap((side) =>
      side === undefined
        ? []
        : rankedUnder(result, side, at).map(({ document, rank, score }) => {
            const own = without.filter(({ lens }) => lens === side.lens);
            const note = (item: Item) => withoutNote(own, item, nameOf);
            if (without.length > 0) notes.push(`${note(query)} ${note(document)}`.trim());
            return [
              id(query),
              query.text,
              nameOf(side.lens),
              Number.isNaN(score) ? '–' : rank,
              known(score),
              id(document),
              document.text,
            ];
          }),
    ),
  );
  const head = ['Query', 'Query text', 'Lens', 'Rank', 'Cosine', 'Document', 'Document text'];
  return withNotes([head, ...rows], without, (i) => notes[i] ?? '');
}

/** A row a token, under each lens. */
export function tokenRows({ item, sides }: TokensResult, nameOf: NameOf): Rows {
  const without = sides.flatMap((side): WithoutVector[] =>
    side === undefined || side.reading.unread === null || side.reading.pooled > 0
      ? []
      : [{ item, lens: side.lens, why: side.reading.unread }],
  );
  const notes: string[] = [];
  const rows = sides.flatMap((side) =>
    side === undefined
      ? []
      : side.reading.tokens.map(({ piece, role, special }, at) => {
          const own = without.filter(({ lens }) => lens === side.lens);
          notes.push(withoutNote(own, item, nameOf));
          return [id(item), nameOf(side.lens), at + 1, piece, role, special ? 'yes' : ''];
        }),
  );
  const head = ['Text', 'Lens', 'Place', 'Token', 'Role', 'Special'];
  return withNotes([head, ...rows], without, (i) => notes[i] ?? '');
}

/** The figures, then every text by how much it moved, most first. */
export function effectRows(result: EffectResult, nameOf: NameOf): Rows {
  const { comparison, clusters, items, lenses, without } = result;
  return [
    ['Measure', `${nameOf(lenses[0])} against ${nameOf(lenses[1])}`],
    ['Spearman’s ρ of the cosines', comparison.spearman],
    ['Linear CKA', comparison.cka],
    ['ARI of the clusters', clusters.ari],
    ['NMI of the clusters', clusters.nmi],
    [`Part of the ${comparison.neighbours} nearest that stays`, comparison.overlap],
    ['Jaccard of the nearest', comparison.jaccard],
    ...withoutLines(without, nameOf).map((line) => ['Left out', line]),
    ['Text', 'Part of its nearest that is new', 'Mean change of its cosines'],
    ...Array.from(comparison.moved, (index) => [
      `${id(items[index]!)} ${items[index]!.text}`,
      comparison.movement[index]!,
      comparison.shift[index]!,
    ]),
  ];
}
