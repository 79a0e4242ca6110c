/** What panels show, as rows: all of it, not only what is drawn at once. */
import type {
  EffectResult,
  Item,
  MapResult,
  RetrievalResult,
  SimilarityResult,
  TokensResult,
} from '../../state/results.ts';
import { rankedUnder } from '../panels/ranks.ts';
import type { Rows } from './tsv.ts';

/** What a lens is called, by its id. */
export type NameOf = (lens: string) => string;

const id = ({ place, number }: Pick<Item, 'place' | 'number'>) => `${place}${number}`;

/** A row a pair, each pair of A × A once; with two lenses, both cosines and their difference. */
export function similarityRows(result: SimilarityResult, nameOf: NameOf): Rows {
  const { rows, columns, self, sides } = result;
  const [first, second] = sides;
  const head = ['Row', 'Column', 'Row text', 'Column text', nameOf(first.lens)];
  const pairs = rows.flatMap((row, r) =>
    columns.flatMap((column, c) => {
      if (self && c <= r) return [];
      const at = r * columns.length + c;
      const start = [id(row), id(column), row.text, column.text, first.values[at]!];
      if (second === undefined) return [start];
      return [[...start, second.values[at]!, second.values[at]! - first.values[at]!]];
    }),
  );
  return [second === undefined ? head : [...head, nameOf(second.lens), 'Difference'], ...pairs];
}

/** A row a text: its label, and its cluster and place under each lens. */
export function mapRows({ items, sides }: MapResult, nameOf: NameOf): Rows {
  const shown = sides.filter((side) => side !== undefined);
  const head = shown.flatMap(({ lens }) => [
    `Cluster, ${nameOf(lens)}`,
    `x, ${nameOf(lens)}`,
    `y, ${nameOf(lens)}`,
  ]);
  return [
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
  ];
}

/** A row a rank, for every query under every shown lens. */
export function rankingRows(result: RetrievalResult, nameOf: NameOf): Rows {
  const rows = result.queries.flatMap((query, at) =>
    result.sides.flatMap((side) =>
      side === undefined
        ? []
        : rankedUnder(result, side, at).map(({ document, rank, score }) => [
            id(query),
            query.text,
            nameOf(side.lens),
            rank,
            score,
            id(document),
            document.text,
          ]),
    ),
  );
  return [['Query', 'Query text', 'Lens', 'Rank', 'Cosine', 'Document', 'Document text'], ...rows];
}

/** A row a token, under each lens. */
export function tokenRows({ item, sides }: TokensResult, nameOf: NameOf): Rows {
  const rows = sides.flatMap((side) =>
    side === undefined
      ? []
      : side.reading.tokens.map(({ piece, role, special }, at) => [
          id(item),
          nameOf(side.lens),
          at + 1,
          piece,
          role,
          special ? 'yes' : '',
        ]),
  );
  return [['Text', 'Lens', 'Place', 'Token', 'Role', 'Special'], ...rows];
}

/** The figures, then every text by how much it moved, most first. */
export function effectRows(result: EffectResult, nameOf: NameOf): Rows {
  const { comparison, clusters, items, lenses } = result;
  return [
    ['Measure', `${nameOf(lenses[0])} against ${nameOf(lenses[1])}`],
    ['Spearman’s ρ of the cosines', comparison.spearman],
    ['Linear CKA', comparison.cka],
    ['ARI of the clusters', clusters.ari],
    ['NMI of the clusters', clusters.nmi],
    [`Part of the ${comparison.neighbours} nearest that stays`, comparison.overlap],
    ['Jaccard of the nearest', comparison.jaccard],
    ['Text', 'Part of its nearest that is new', 'Mean change of its cosines'],
    ...Array.from(comparison.moved, (index) => [
      `${id(items[index]!)} ${items[index]!.text}`,
      comparison.movement[index]!,
      comparison.shift[index]!,
    ]),
  ];
}
