import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type Files, instructor, miniLm } from '../../../testing/checkpoint-folders.ts';
import { JsonObject } from '../../checkpoint/json.ts';
import { encoderTensorNames, tensorGroups } from '../canonical.ts';
import { FAMILY_LIST, type FamilyName, familyOf, parseEncoderConfig } from './index.ts';

const SRC = join(import.meta.dirname, '../..');

/** What a choice between families looks like: a test of `family` or `model_type`, a switch, or a table by their names. */
const NAMES = FAMILY_LIST.map(({ name }) => name).join('|');
const CHOICES = [
  /\b(family|model_type)\b['"\])]*\s*[=!]==?/,
  /[=!]==?\s*[\w.#?]*\b(family|model_type)\b/,
  /switch\s*\([^)]*(family|model_type)/,
  new RegExp(`[=!]==?\\s*['"](${NAMES})['"]|['"](${NAMES})['"]\\s*[=!]==?`),
  new RegExp(`case\\s+['"](${NAMES})['"]|(^|[{,\\s])['"]?(${NAMES})['"]?:\\s`),
];

function choicesIn(text: string): string[] {
  // A doc comment may speak of families.
  const lines = text.split('\n').filter((line) => !/^\s*(\*|\/\/|\/\*)/.test(line));
  return lines.filter((line) => CHOICES.some((choice) => choice.test(line)));
}

test('no code outside this folder chooses between families', () => {
  const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file))
    .map((file) => join(SRC, file))
    .filter((file) => !file.startsWith(import.meta.dirname));
  expect(files.length).toBeGreaterThan(300);
  const found = files.flatMap((file) =>
    choicesIn(readFileSync(file, 'utf8')).map((line) => `${relative(SRC, file)}: ${line.trim()}`),
  );
  expect(found).toEqual([]);
});

test.each([
  "if (spec.family === 't5') {",
  'return t5 !== this.#spec.family ? 1 : 2;',
  "const name = model.fields.model_type === 'mpnet' ? 1 : 2;",
  "config['model_type'] == other",
  'switch (spec.family) {',
  "    case 'bert':",
  "const words = { t5: 'T5 encoder', other };",
  "  bert: 'BERT',",
])('%s is a choice between families', (line) => {
  expect(choicesIn(line)).toEqual([line]);
});

/** A published model of each. */
const MODELS: Readonly<Record<FamilyName, Files>> = { t5: instructor(), bert: miniLm() };

describe.each(Object.entries(MODELS))('%s', (name, files) => {
  const config = parseEncoderConfig(new JsonObject('config.json', files['config.json']));
  const family = familyOf(config);

  test('is found by its name', () => {
    expect(family.name).toBe(name);
    expect(FAMILY_LIST.filter((each) => each.name === name)).toEqual([family]);
  });

  test('declares each canonical tensor once, in its group, out of tensors of their own', () => {
    const { tensors } = family;
    const layers = tensorGroups(config).filter((group) => group.startsWith('layers.'));
    const declared = [
      tensors.table(config),
      ...tensors.embed(config),
      ...layers.flatMap((group, i) => tensors.layer(config, group, i)),
      ...tensors.last(config),
    ].map((tensor) => tensor.name);
    expect(new Set(declared).size).toBe(declared.length);
    for (const group of layers) {
      for (const matrix of ['qkv', 'attention_out', 'ffn_in', 'ffn_out']) {
        expect(declared).toContain(`${group}.${matrix}`);
      }
    }
    const names = encoderTensorNames(config).flat();
    expect(new Set(names).size).toBe(names.length);
    for (const shared of family.shared) expect(declared).toContain(shared);
  });

  test('smooths matrices and norms that a layer has', () => {
    const spec = { ...config, maxSeqLength: 8, dense: [], normalize: true, dim: config.hiddenSize };
    const layer = family.tensors.layer(config, 'layers.0', 0).map((tensor) => tensor.name);
    for (const smoothing of family.smoothing(spec)) {
      expect(layer).toContain(`layers.0.${smoothing.matrix}`);
      if (smoothing.into === 'norm') expect(layer).toContain(`layers.0.${smoothing.norm}`);
      if (smoothing.into === 'columns') expect(layer).toContain(`layers.0.${smoothing.of}`);
    }
  });

  test('fills each of its inputs', () => {
    const spec = { ...config, maxSeqLength: 8, dense: [], normalize: true, dim: config.hiddenSize };
    for (const input of family.inputs) {
      expect(input.values(spec, 5)).toHaveLength(5 ** input.shape.length);
    }
  });
});
