/** Tiny graphs, read and run by ONNX Runtime: it is the judge of what the writer writes. */
import type { InferenceSession } from 'onnxruntime-web';
import { expect, test } from 'vitest';
import { nodeOrt } from '../node/ort.ts';
import { type Attribute, type ElementType, GraphWriter, type Value } from './onnx.ts';
import { bytesOf } from './tensors.ts';

const ort = nodeOrt();

function sessionOf(graph: GraphWriter): Promise<InferenceSession> {
  const { model, external } = graph.finish();
  return ort.InferenceSession.create(model, {
    executionProviders: ['wasm'],
    externalData: external.map(({ path, data }) => ({ path, data })),
  });
}

interface Result {
  readonly type: string;
  readonly dims: readonly number[];
  readonly values: readonly number[];
}

/** Runs the graph; every input is int32 [length]. */
async function run(
  graph: GraphWriter,
  inputs: Readonly<Record<string, readonly number[]>> = {},
): Promise<Record<string, Result>> {
  const session = await sessionOf(graph);
  const feeds = Object.fromEntries(
    Object.entries(inputs).map(([name, values]) => [
      name,
      new ort.Tensor('int32', Int32Array.from(values), [values.length]),
    ]),
  );
  const outputs = await session.run(feeds);
  const results = Object.fromEntries(
    Object.entries(outputs).map(([name, { type, dims, data }]) => [
      name,
      { type, dims, values: Array.from(data as ArrayLike<number | bigint>, Number) },
    ]),
  );
  await session.release();
  return results;
}

test('constants of each type keep their values, and their rank', async () => {
  const graph = new GraphWriter();
  graph.output('scalar', 'float', [], graph.float(-0.1));
  graph.output('list', 'float', [3], graph.float([1.5, -2, 1e-12]));
  graph.output('one', 'float', [1], graph.float([7]));
  graph.output('int', 'int64', [], graph.int64(-5));
  graph.output('ints', 'int64', [3], graph.int64([0, -1, 2 ** 40]));
  graph.output('byte', 'uint8', [], graph.uint8(200));
  expect(await run(graph)).toEqual({
    scalar: { type: 'float32', dims: [], values: [Math.fround(-0.1)] },
    list: { type: 'float32', dims: [3], values: [1.5, -2, Math.fround(1e-12)] },
    one: { type: 'float32', dims: [1], values: [7] },
    int: { type: 'int64', dims: [], values: [-5] },
    ints: { type: 'int64', dims: [3], values: [0, -1, 2 ** 40] },
    byte: { type: 'uint8', dims: [], values: [200] },
  });
});

test('equal constants are one, and others are not', () => {
  const graph = new GraphWriter();
  expect(graph.float(1)).toBe(graph.float(1));
  expect(graph.int64([0, -1])).toBe(graph.int64([0, -1]));
  const different = [
    graph.float(1),
    graph.float([1]),
    graph.float(1.0000001),
    graph.int64(1),
    graph.int64([1]),
    graph.int64([1, 1]),
    graph.uint8(1),
  ];
  expect(new Set(different).size).toBe(different.length);
});

test('an input left out in the middle is not an input given', async () => {
  const graph = new GraphWriter();
  const x = graph.float([-9, 0, 9]);
  graph.output('above', 'float', [3], graph.op('Clip', [x, graph.float(-1)]));
  graph.output('below', 'float', [3], graph.op('Clip', [x, null, graph.float(1)]));
  const { above, below } = await run(graph);
  expect(above?.values).toEqual([-1, 0, 9]);
  expect(below?.values).toEqual([-9, 0, 1]);
});

test.each<
  [
    kind: string,
    type: string,
    inputs: (graph: GraphWriter) => Value[],
    attributes: Readonly<Record<string, Attribute>>,
    expected: { dims: number[]; values: number[] },
  ]
>([
  [
    'an integer',
    'ReduceSum',
    (graph) => [matrix(graph), graph.int64([1])],
    { keepdims: 0 },
    { dims: [2], values: [6, 15] },
  ],
  [
    'a negative integer',
    'Concat',
    (graph) => [matrix(graph), matrix(graph)],
    { axis: -1 },
    { dims: [2, 6], values: [1, 2, 3, 1, 2, 3, 4, 5, 6, 4, 5, 6] },
  ],
  [
    'a float',
    'LeakyRelu',
    (graph) => [graph.float([-4, 4])],
    { alpha: { float: 0.25 } },
    { dims: [2], values: [-1, 4] },
  ],
  [
    'a whole float',
    'LeakyRelu',
    (graph) => [graph.float([-4, 4])],
    { alpha: { float: 2 } },
    { dims: [2], values: [-8, 4] },
  ],
  [
    'a string',
    'Pad',
    (graph) => [graph.float([1, 2, 3]), graph.int64([2, 1])],
    { mode: 'reflect' },
    { dims: [6], values: [3, 2, 1, 2, 3, 2] },
  ],
  [
    'integers',
    'Transpose',
    (graph) => [matrix(graph)],
    { perm: [1, 0] },
    { dims: [3, 2], values: [1, 4, 2, 5, 3, 6] },
  ],
])('%s as an attribute', async (_, type, inputs, attributes, expected) => {
  const graph = new GraphWriter();
  const shape = expected.dims;
  graph.output('y', 'float', shape, graph.op(type, inputs(graph), attributes));
  expect((await run(graph)).y).toEqual({ type: 'float32', ...expected });
});

/** [[1, 2, 3], [4, 5, 6]] */
function matrix(graph: GraphWriter): Value {
  return graph.op('Reshape', [graph.float([1, 2, 3, 4, 5, 6]), graph.int64([2, 3])]);
}

test('a node with several outputs gives them in order', async () => {
  const graph = new GraphWriter();
  const parts = graph.ops('Split', [graph.float([1, 2, 3, 4]), graph.int64([1, 3])], 2, {
    axis: 0,
  });
  expect(parts).toHaveLength(2);
  graph.output('first', 'float', [1], parts[0]!);
  graph.output('rest', 'float', [3], parts[1]!);
  const { first, rest } = await run(graph);
  expect(first?.values).toEqual([1]);
  expect(rest?.values).toEqual([2, 3, 4]);
});

const WEIGHTS: readonly [ElementType, string, ArrayBufferView, readonly number[]][] = [
  ['float', 'float32', Float32Array.of(9, 1.5, -2, 3, 4, 5, 6), [1.5, -2, 3, 4, 5, 6]],
  ['uint8', 'uint8', Uint8Array.of(9, 0, 1, 127, 128, 254, 255), [0, 1, 127, 128, 254, 255]],
  ['int8', 'int8', Int8Array.of(9, -127, -1, 0, 1, 2, 127), [-127, -1, 0, 1, 2, 127]],
  ['int32', 'int32', Int32Array.of(9, -5, 4, 3, 2, 1, 2 ** 30), [-5, 4, 3, 2, 1, 2 ** 30]],
  [
    'int64',
    'int64',
    BigInt64Array.of(9n, -5n, 4n, 3n, 2n, 1n, 2n ** 40n),
    [-5, 4, 3, 2, 1, 2 ** 40],
  ],
];

test('weights of each type stay outside the model, and arrive with their own bytes', async () => {
  const graph = new GraphWriter();
  for (const [type, , array] of WEIGHTS) {
    // A view that does not begin at its buffer's start, as those into a whole file's bytes do.
    const data = bytesOf(array).subarray(array.byteLength / 7);
    graph.output(`${type}.out`, type, [2, 3], graph.weight(`weight.${type}`, type, [2, 3], data));
  }
  const { external } = graph.finish();
  expect(external.map(({ path }) => path)).toEqual(WEIGHTS.map(([type]) => `weight.${type}`));
  const outputs = await run(graph);
  for (const [type, name, , values] of WEIGHTS) {
    expect(outputs[`${type}.out`]).toEqual({ type: name, dims: [2, 3], values });
  }
});

test('the model does not grow with its weights', () => {
  const sizes = [10, 1_000_000].map((length) => {
    const graph = new GraphWriter();
    const data = new Uint8Array(length);
    graph.output('y', 'uint8', [length], graph.weight('w', 'uint8', [length], data));
    return graph.finish().model.byteLength;
  });
  expect(sizes[1]! - sizes[0]!).toBeLessThan(32);
});

test('symbolic dimensions take any size; fixed ones hold', async () => {
  const graph = new GraphWriter();
  const x = graph.input('x', 'int32', ['sequence']);
  const y = graph.input('y', 'int32', [2]);
  graph.output('sum', 'int32', ['sequence'], graph.op('Add', [x, x]));
  graph.output('same', 'int32', [2], y);
  const session = await sessionOf(graph);
  expect(session.inputMetadata).toMatchObject([
    { name: 'x', type: 'int32', shape: ['sequence'] },
    { name: 'y', type: 'int32', shape: [2] },
  ]);
  await session.release();
  for (const values of [[1], [1, 2, 3], Array.from({ length: 50 }, (_, i) => i)]) {
    const { sum, same } = await run(graph, { x: values, y: [8, 9] });
    expect(sum).toEqual({
      type: 'int32',
      dims: [values.length],
      values: values.map((value) => 2 * value),
    });
    expect(same?.values).toEqual([8, 9]);
  }
  await expect(run(graph, { x: [1], y: [1, 2, 3] })).rejects.toThrow(/dimension/i);
});

test('constants that JSON would write alike are not one', () => {
  const graph = new GraphWriter();
  const values = [0, -0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NaN];
  const all = [...values, [0], [-0], [0, -0], [-0, 0]].map((value) => graph.float(value));
  expect(new Set(all).size).toBe(all.length);
  expect(graph.float(-0)).toBe(all[1]);
});
