import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import { expect, test } from 'vitest';
import { memorySource } from '../checkpoint/source.ts';
import { type Checkpoint, openCheckpoint } from '../encoders/open-checkpoint.ts';
import { CheckpointError } from '../lib/checkpoint-error.ts';
import { nodeFolder } from '../node/folder.ts';
import { nodeOrt } from '../node/ort.ts';
import { canaryCosine } from './canary.ts';
import { convertInMemory } from './convert.ts';
import { doubtWords, tokenDoubt } from './witness.ts';

const ROOT = join(import.meta.dirname, '../../training');
const VOCABULARY = readFileSync(join(ROOT, 'reference/bert-vocab.txt'), 'utf8');

type Extra = Readonly<Record<string, Uint8Array | string | object>>;

/** A golden checkpoint with other files in it. */
function open(name: string, extra: Extra): Promise<Checkpoint> {
  const folder = nodeFolder(join(ROOT, 'goldens', name, 'model'));
  return openCheckpoint({
    label: folder.label,
    async open(path, signal) {
      const own = extra[path];
      if (own === undefined) return folder.open(path, signal);
      const text = typeof own === 'string' ? own : JSON.stringify(own);
      return memorySource(
        path,
        own instanceof Uint8Array ? Uint8Array.from(own) : new TextEncoder().encode(text),
      );
    },
  });
}

function jsonOf(name: string, file: string): Record<string, unknown> {
  const path = join(ROOT, 'goldens', name, 'model', file);
  return JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>;
}

const config = (fields: object) => ({
  'tokenizer_config.json': { ...jsonOf('bert-safetensors', 'tokenizer_config.json'), ...fields },
});

test('a folder without a second file has no doubt', async () => {
  expect(await tokenDoubt(await open('bert-safetensors', {}))).toBeNull();
  expect(await tokenDoubt(await open('t5-bin', {}))).toBeNull();
});

test.each<[string, object]>([
  ['as it is', {}],
  ['case kept', { do_lower_case: false }],
  ['accents kept', { strip_accents: false }],
  ['accents stripped and case kept', { do_lower_case: false, strip_accents: true }],
  ['ideographs together', { tokenize_chinese_chars: false }],
  ['another class', { tokenizer_class: 'PreTrainedTokenizerFast', do_lower_case: false }],
])('vocab.txt, read by other code under the same settings, agrees: %s', async (_, fields) => {
  const checkpoint = await open('bert-safetensors', { 'vocab.txt': VOCABULARY, ...config(fields) });
  expect(await tokenDoubt(checkpoint)).toBeNull();
});

test('line ends of Windows are no other pieces', async () => {
  const text = VOCABULARY.replaceAll('\n', '\r\n');
  expect(await tokenDoubt(await open('bert-safetensors', { 'vocab.txt': text }))).toBeNull();
});

test.each<[string, object]>([
  ['case', { do_lower_case: false }],
  ['accents', { strip_accents: false }],
  ['ideographs', { tokenize_chinese_chars: false }],
])('a reading that passes over a setting of %s is found', async (_, fields) => {
  const checkpoint = await open('bert-safetensors', { 'vocab.txt': VOCABULARY, ...config(fields) });
  // What Facet once did: tokenizer.json as it lies there.
  const passedOver = { ...checkpoint, tokenizerJson: jsonOf('bert-safetensors', 'tokenizer.json') };
  expect(await tokenDoubt(passedOver)).not.toBeNull();
});

test('another vocabulary is found, with the text and both readings; no cosine is given', async () => {
  const lines = VOCABULARY.split('\n');
  const the = lines.indexOf('the');
  [lines[the], lines[the + 1]] = [lines[the + 1]!, lines[the]!];
  const checkpoint = await open('bert-safetensors', { 'vocab.txt': lines.join('\n') });
  const doubt = await tokenDoubt(checkpoint);
  expect(doubt).toMatchObject({ file: 'vocab.txt', text: expect.stringMatching(/^The /) });
  expect(doubt!.ids[1]).toBe(the);
  expect(doubt!.other[1]).toBe(the + 1);
  expect(doubtWords(doubt!)).toMatch(
    new RegExp(
      `^vocab\\.txt disagrees .*“The Quick.*from token 2 on it has ${the + 1}, .*they have ${the}, `,
    ),
  );
  const options = { name: 'x', precision: 'int8' } as const;
  const doubtful = await convertInMemory(checkpoint, nodeOrt(), options);
  expect(canaryCosine(doubtful.canary)).toBeNull();
  const trusted = await open('bert-safetensors', { 'vocab.txt': VOCABULARY });
  const { canary } = await convertInMemory(trusted, nodeOrt(), options);
  expect(canaryCosine(canary)).toBeGreaterThan(0.99);
});

/** ModelProto with nothing but its pieces: 1 = normal, 2 = unknown, 3 = control, 4 = user-defined. */
function sentencePiece(pieces: readonly (readonly [string, number])[]): Uint8Array {
  const writer = new BinaryWriter();
  for (const [piece, score] of pieces) {
    const type = piece === '<unk>' ? 2 : ['<pad>', '</s>', '<s>'].includes(piece) ? 3 : 1;
    writer.tag(1, WireType.LengthDelimited).fork();
    writer.tag(1, WireType.LengthDelimited).string(piece);
    writer.tag(2, WireType.Bit32).float(score);
    writer.tag(3, WireType.Varint).int32(type);
    writer.join();
  }
  return writer.finish();
}

const pieces = (
  jsonOf('t5-bin', 'tokenizer.json').model as { vocab: [string, number][] }
).vocab.filter(([piece]) => !piece.startsWith('<extra_id_'));

test('spiece.model, read by other code, agrees', async () => {
  const checkpoint = await open('t5-bin', { 'spiece.model': sentencePiece(pieces) });
  expect(await tokenDoubt(checkpoint)).toBeNull();
});

test.each<[string, () => (readonly [string, number])[]]>([
  ['one piece more', () => [...pieces.slice(0, 5), ['new', -20], ...pieces.slice(5)]],
  ['other scores', () => pieces.map(([piece, score], i) => [piece, i % 2 === 0 ? score : -30])],
  ['no end token', () => pieces.filter(([piece]) => piece !== '</s>')],
])('spiece.model with %s is found', async (_, other) => {
  const checkpoint = await open('t5-bin', { 'spiece.model': sentencePiece(other()) });
  expect(await tokenDoubt(checkpoint)).toMatchObject({ file: 'spiece.model' });
});

test('a damaged spiece.model is refused by name', async () => {
  for (const bytes of [Uint8Array.of(0xff, 0xff, 0xff), new TextEncoder().encode('<html>')]) {
    const checkpoint = await open('t5-bin', { 'spiece.model': bytes });
    await expect(tokenDoubt(checkpoint)).rejects.toThrow(CheckpointError);
    await expect(tokenDoubt(checkpoint)).rejects.toThrow(
      /^spiece\.model: is not a SentencePiece model/,
    );
  }
});
