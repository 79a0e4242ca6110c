import type { InputRules } from '../../encoders/input.ts';

/** Texts that stand in the snippet itself; more are read from an export. */
const INLINE = 20;

/** Where the model is that Python loads: a name of the hub, with its revision, or a folder. */
export interface PythonModel {
  readonly name: string;
  readonly revision: string | null;
  readonly input: Pick<InputRules, 'package' | 'instruction'>;
  /** As it runs here: other precisions than fp32 give slightly other vectors. */
  readonly precision: string;
}

/**
 * A program that gives the same vectors by the packages that the models are made for, with the unrounded weights.
 * @param instructions As they are embedded, by the lenses' words; of several a dictionary of vectors is made.
 * @param file Name of the export in JSON Lines that holds the texts.
 */
export function pythonSnippet(
  { name, revision, input, precision }: PythonModel,
  instructions: ReadonlyMap<string, string>,
  texts: readonly string[],
  file: string,
): string {
  const inline = texts.length <= INLINE;
  const instructor = input.package === 'instructor';
  return [
    `# pip install ${instructor ? 'InstructorEmbedding==1.0.1 sentence-transformers==2.2.2 huggingface-hub==0.25.2 transformers==4.36.2' : '"sentence-transformers>=3"'}`,
    ...(precision === 'fp32'
      ? []
      : [
          `# Facet ran this model in ${precision}: its vectors differ from these by the rounding of the weights.`,
        ]),
    ...(inline ? [] : ['import json']),
    instructor
      ? 'from InstructorEmbedding import INSTRUCTOR'
      : 'from sentence_transformers import SentenceTransformer',
    ...model(name, revision, instructor),
    ...instructionLines(instructions),
    ...(inline
      ? ['texts = [', ...texts.map((text) => `    ${literal(text)},`), ']']
      : [
          `with open(${literal(file)}, encoding="utf-8") as file:`,
          '    texts = [json.loads(line)["text"] for line in file]',
        ]),
    ...vectorLines(input, instructions.size > 1),
    '',
  ].join('\n');
}

function model(name: string, revision: string | null, instructor: boolean): string[] {
  if (!instructor) {
    const pinned = revision === null ? '' : `, revision=${literal(revision)}`;
    return ['', `model = SentenceTransformer(${literal(name)}${pinned})`];
  }
  if (revision === null) return ['', `model = INSTRUCTOR(${literal(name)})`];
  // sentence-transformers 2.2.2 knows no revision.
  return [
    'from huggingface_hub import snapshot_download',
    '',
    `model = INSTRUCTOR(snapshot_download(${literal(name)}, revision=${literal(revision)}))`,
  ];
}

function instructionLines(instructions: ReadonlyMap<string, string>): string[] {
  if (instructions.size === 1) return [`instruction = ${literal([...instructions.values()][0]!)}`];
  const pairs = [...instructions].map(
    ([lens, exact]) => `    ${literal(lens)}: ${literal(exact)},`,
  );
  return ['instructions = {', ...pairs, '}'];
}

function vectorLines(input: PythonModel['input'], many: boolean): string[] {
  if (!many) return [`vectors = ${encode(input)}`];
  return [
    'vectors = {',
    `    lens: ${encode(input)}`,
    '    for lens, instruction in instructions.items()',
    '}',
  ];
}

function encode({ package: of, instruction }: PythonModel['input']): string {
  if (of === 'instructor') return 'model.encode([[instruction, text] for text in texts])';
  // A prompt that the mean leaves out has to be told apart.
  return instruction === 'masked'
    ? 'model.encode(texts, prompt=instruction)'
    : 'model.encode([instruction + text for text in texts])';
}

/** A text as Python writes it: every text of JSON is one of Python. */
function literal(text: string): string {
  return JSON.stringify(text);
}
