import { expect, it } from 'vitest';
import { pythonSnippet } from './python.ts';

const instructor = { package: 'instructor', instruction: 'masked' } as const;
const model = {
  name: 'hkunlp/instructor-base',
  revision: 'abc',
  input: instructor,
  precision: 'fp32',
};

it('reads a revision, several lenses and many texts', () => {
  const texts = Array.from({ length: 21 }, (_, at) => `text ${at}`);
  const lenses = new Map([
    ['topic', 'Represent "it": '],
    ['tone', ''],
  ]);
  expect(pythonSnippet(model, lenses, texts, 'mine-texts.jsonl').split('\n').slice(1)).toEqual([
    'import json',
    'from InstructorEmbedding import INSTRUCTOR',
    'from huggingface_hub import snapshot_download',
    '',
    'model = INSTRUCTOR(snapshot_download("hkunlp/instructor-base", revision="abc"))',
    'instructions = {',
    '    "topic": "Represent \\"it\\": ",',
    '    "tone": "",',
    '}',
    'with open("mine-texts.jsonl", encoding="utf-8") as file:',
    '    texts = [json.loads(line)["text"] for line in file]',
    'vectors = {',
    '    lens: model.encode([[instruction, text] for text in texts])',
    '    for lens, instruction in instructions.items()',
    '}',
    '',
  ]);
});

it('joins the instruction as sentence-transformers does, and says what the precision changes', () => {
  const input = { package: 'sentence-transformers', instruction: 'pooled' } as const;
  const lens = new Map([['topic', 'query: ']]);
  const pooled = pythonSnippet({ ...model, input, precision: 'int8' }, lens, ['a'], '');
  expect(pooled).toContain('in int8');
  expect(pooled).toContain('model.encode([instruction + text for text in texts])');
  const masked = pythonSnippet(
    { ...model, input: { ...input, instruction: 'masked' } },
    lens,
    ['a'],
    '',
  );
  expect(masked).toContain('model.encode(texts, prompt=instruction)');
});
