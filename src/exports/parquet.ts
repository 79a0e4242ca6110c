/** Writes Apache Parquet, by hyparquet-writer: a list of floats a vector, null for a text that has none. */
import type { SchemaElement } from 'hyparquet';
import { ByteWriter, ParquetWriter } from 'hyparquet-writer';
import { NO_ROW } from '../vectors/types.ts';
import { wordsOf } from './binary.ts';
import { blockRows, blocksOf } from './blocks.ts';
import type { Column, ExportTable, Pieces, VectorColumn, Write } from './types.ts';

const PRIMITIVE = {
  text: { type: 'BYTE_ARRAY', converted_type: 'UTF8' },
  integer: { type: 'INT32' },
  number: { type: 'DOUBLE' },
} as const;

export const parquet: Write = async function* (table, { read, manifest, onRows }): Pieces {
  const writer = new ByteWriter();
  const file = new ParquetWriter({
    writer,
    schema: schemaOf(table),
    kvMetadata: Object.entries({ facet: JSON.stringify(manifest), ...wordsOf(manifest) }).map(
      ([key, value]) => ({ key, value }),
    ),
    createdBy: 'Facet',
  });
  const take = () => {
    const bytes = new Uint8Array(writer.getBuffer());
    // `offset`, which the footer counts from, keeps growing.
    writer.index = 0;
    return bytes;
  };
  // A block is a row group: at most 5,000 rows, since the writer takes some 30 bytes a value.
  const size = blockRows(table);
  for await (const { from, to, vectors } of blocksOf(table, read)) {
    await file.write({
      columnData: [
        ...table.columns.map(({ name, values }) => ({ name, data: values.slice(from, to) })),
        ...table.vectors.map(({ name, dim, rows }, vector) => ({
          name,
          data: listsOf(vectors[vector]!, dim, rows.subarray(from, to)),
          // A dictionary would take −0 for 0.
          encoding: 'PLAIN' as const,
        })),
      ],
      rowGroupSize: size,
    });
    yield take();
    onRows(to);
  }
  await file.finish();
  yield take();
};

function schemaOf({ columns, vectors }: ExportTable): SchemaElement[] {
  return [
    { name: 'root', num_children: columns.length + vectors.length },
    ...columns.map(
      ({ name, kind }: Column): SchemaElement => ({
        name,
        ...PRIMITIVE[kind],
        repetition_type: 'OPTIONAL',
      }),
    ),
    ...vectors.flatMap(({ name }: VectorColumn): SchemaElement[] => [
      { name, repetition_type: 'OPTIONAL', num_children: 1, converted_type: 'LIST' },
      { name: 'list', repetition_type: 'REPEATED', num_children: 1 },
      { name: 'element', type: 'FLOAT', repetition_type: 'REQUIRED' },
    ]),
  ];
}

function listsOf(values: Float32Array, dim: number, rows: Uint32Array): (number[] | null)[] {
  return Array.from(rows, (row, at) =>
    row === NO_ROW ? null : Array.from(values.subarray(at * dim, (at + 1) * dim)),
  );
}
