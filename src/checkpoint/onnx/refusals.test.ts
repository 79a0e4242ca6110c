import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { expectCheckpointError, memoryFolder } from '../../../testing/checkpoint-support.ts';
import { GOLDENS } from '../../../testing/goldens.ts';
import { ONNX_GOLDENS, onnxGoldenFolder } from '../../../testing/onnx-golden-folder.ts';
import { counting, type Files, NAMES, t5Graph, t5Json } from '../../../testing/onnx-graph.ts';
import { openCheckpoint } from '../../encoders/open-checkpoint.ts';
import { encodeSafetensors } from '../safetensors.ts';
import type { ModelFolder } from '../types.ts';

const open = (files: Files) => openCheckpoint(memoryFolder({ ...t5Json(), ...files }));
const refused = (files: Files, message: RegExp) =>
  expectCheckpointError(() => open(files), message);

/** A golden's folder, in whose ONNX file one text stands for another of the same length. */
function patched(file: string, from: string, to: string): ModelFolder {
  const golden = ONNX_GOLDENS.find((other) => other.file === file)!;
  const original = readFileSync(join(GOLDENS, 'onnx', file)).toString('latin1');
  expect(from.length).toBe(to.length);
  expect(original).toContain(from);
  const bytes = new Uint8Array(Buffer.from(original.replaceAll(from, to), 'latin1'));
  const folder = onnxGoldenFolder(golden);
  const memory = memoryFolder({ [golden.path]: bytes });
  return {
    label: folder.label,
    async open(path, signal) {
      return (await memory.open(path, signal)) ?? folder.open(path, signal);
    },
  };
}

/** The graph of a `wi` of 4 × 7 that says 4 × 6, and the length of 4 × 7. */
function sameShape(model: Uint8Array): Uint8Array {
  const text = Buffer.from(model).toString('latin1');
  const said = text.replace('\b\x04\b\x07', '\b\x04\b\x06');
  expect(said).not.toBe(text);
  return new Uint8Array(Buffer.from(said, 'latin1'));
}

async function floatsOf(folder: ModelFolder, name: string): Promise<Float32Array> {
  const { weights } = await openCheckpoint(folder);
  return weights.readFloat32(name, weights.tensors.get(name)!.shape);
}

describe('weights kept under their names, in files beside the graph', () => {
  test('each matrix is [out, in], however it reaches its product', async () => {
    const { weights, files } = await open(t5Graph());
    const read = (name: string, shape: number[]) => weights.readFloat32(name, shape);
    const byRow = Float32Array.of(0, 1, 2, 3, 4, 5, 6, 7);
    expect(await read(NAMES.q, [2, 4])).toEqual(Float32Array.of(0, 2, 4, 6, 1, 3, 5, 7));
    expect(await read(NAMES.k, [2, 4])).toEqual(byRow);
    expect(await read(NAMES.v, [2, 4])).toEqual(byRow);
    expect(await read(NAMES.o, [4, 2])).toEqual(
      Float32Array.of(-0.5, -2.5, 1, -3, -1.5, -7.5, 2, -6),
    );
    expect((await read(NAMES.wi, [6, 4])).slice(0, 4)).toEqual(Float32Array.of(0, 6, 12, 18));
    expect(await read('shared.weight', [8, 4])).toEqual(counting(32));
    expect([...files.keys()]).toContain(`onnx/${NAMES.q}`);
  });

  test('a file that is missing, or cut short', async () => {
    const { [`onnx/${NAMES.k}`]: lost, ...others } = t5Graph();
    await refused(others, /missing beside the ONNX file/);
    const short = (lost as Uint8Array).slice(0, -1);
    await refused({ ...others, [`onnx/${NAMES.k}`]: short }, /cut short: fetch it again/);
  });

  test('a file outside the folder', async () => {
    const graph = t5Graph();
    const text = Buffer.from(graph['onnx/model.onnx'] as Uint8Array).toString('latin1');
    const outside = `../${NAMES.k.slice(3)}`;
    const bytes = Buffer.from(text.replaceAll(NAMES.k, outside), 'latin1');
    // The tensor's own name has changed with it, so that its module is told by nothing.
    await refused({ ...graph, 'onnx/model.onnx': bytes }, /k\.weight".*not (recognised|a path)/);
    const location = Buffer.from(
      text.replace(`\n\x08location\x12${String.fromCharCode(NAMES.k.length)}${NAMES.k}`, (entry) =>
        entry.replace(NAMES.k, outside),
      ),
      'latin1',
    );
    expect(location.equals(Buffer.from(text, 'latin1'))).toBe(false);
    await refused({ ...graph, 'onnx/model.onnx': location }, /not a path inside the model folder/);
  });

  test('scales that are not one a column', async () => {
    await refused(t5Graph({ scales: 3 }), /has 3 scales where its shape asks for 4/);
  });

  test('as many bytes as the shape takes', async () => {
    const name = `onnx/${NAMES.wi}`;
    const [right, larger] = [t5Graph(), t5Graph({ wi: 7 })];
    // The graph says its own length too, so that only the graph of another shape tells the two apart.
    const lie = { ...right, 'onnx/model.onnx': sameShape(larger['onnx/model.onnx'] as Uint8Array) };
    await refused(
      { ...lie, [name]: larger[name]! },
      /takes 96 bytes by its shape, but 112 are stored/,
    );
  });

  test('a transposition that is none', async () => {
    await refused(t5Graph({ perm: [0, 1] }), /k\.weight": was not recognised/);
  });
});

describe('which file is read', () => {
  test('a checkpoint of PyTorch before any, and of several the finest', async () => {
    const pytorch = encodeSafetensors(
      new Map([['shared.weight', { dtype: 'F32', shape: [1], bytes: new Uint8Array(4) }]]),
    );
    const graph = t5Graph();
    const rough = { 'onnx/model_quantized.onnx': t5Graph({ scale: 2 })['onnx/model.onnx']! };
    const name = async (files: Files) => (await open(files)).weights.name;
    expect(await name({ ...graph, ...rough, 'model.safetensors': pytorch })).toMatch(
      /safetensors$/,
    );
    expect(await name({ ...graph, ...rough })).toBe('folder/onnx/model.onnx');
    const { 'onnx/model.onnx': _, ...external } = graph;
    expect(await name({ ...external, ...rough })).toBe('folder/onnx/model_quantized.onnx');
  });

  test('none at all', async () => {
    await refused({}, /has no weights; one of .*, or an ONNX file of the encoder must be there/);
  });
});

describe('a weight whose name or whose node says nothing', () => {
  const file = 'bert-dense-tanh-bf16-q8.onnx';
  const golden = ONNX_GOLDENS.find((other) => other.file === file)!;

  test.each([
    [
      'a matrix by the bias added',
      'encoder.layer.0.attention.self.query.weight',
      '/encoder/layer.0/attention/self/query/MatMul_quant',
      '/xxxxxxx/layer.0/attention/self/query/MatMul_quant',
    ],
    [
      'a norm by its node',
      'encoder.layer.1.output.LayerNorm.weight',
      'encoder.layer.1.output.LayerNorm.weight',
      'xxxxxxx.layer.1.output.LayerNorm.weight',
    ],
    [
      'a bias by its node',
      'encoder.layer.1.intermediate.dense.bias',
      'encoder.layer.1.intermediate.dense.bias',
      'xxxxxxx.layer.1.intermediate.dense.bias',
    ],
  ])('%s', async (_, name, from, to) => {
    expect(await floatsOf(patched(file, from, to), name)).toEqual(
      await floatsOf(onnxGoldenFolder(golden), name),
    );
  });

  test.each([
    ['a node of another operator', 'MatMulInteger', 'MatMulIntegeX', /was not recognised among/],
    ['one of a runtime’s own', 'MatMulInteger', 'QLinearMatMul', /has QLinearMatMul nodes/],
    [
      'a T5 matrix without a module',
      'SelfAttention/q',
      'SelfAttention/x',
      /q\.weight": was not recognised/,
    ],
  ])('%s', async (_, from, to, message) => {
    const folder = patched('t5-bin-q8.onnx', from, to);
    await expectCheckpointError(() => openCheckpoint(folder), message);
  });
});

describe('what is no ONNX file', () => {
  const whole = t5Graph();
  const model = whole['onnx/model.onnx'] as Uint8Array;
  test.each([
    ['nothing', new Uint8Array(0), /has 0 graphs/],
    ['a pointer', Buffer.from('version https://git-lfs.github.com/spec/v1\n'), /git-lfs pointer/],
    ['a web page', Buffer.from('<!doctype html>'), /no ONNX file/],
    [
      'half of one',
      model.slice(0, model.length / 2),
      /holds no protobuf field at byte \d+; it is no/,
    ],
    ['two', Buffer.concat([model, model]), /has 2 graphs|stands twice/],
  ])('%s', async (_, bytes, message) => {
    await refused({ ...whole, 'onnx/model.onnx': new Uint8Array(bytes) }, message);
  });
});
