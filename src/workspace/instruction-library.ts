/**
 * Instructions by task, in the template that INSTRUCTOR was trained with (Su et al. 2022, §2.3).
 */
import type { InstructionField } from './lens.ts';
import { buildInstruction } from './template.ts';

export interface LibraryEntry {
  /** Name of the entry, and of the lens it fills. */
  readonly name: string;
  /** Instructions that the entry sets; the lens keeps its others. */
  readonly instructions: Readonly<Partial<Record<InstructionField, string>>>;
}

export interface LibraryTask {
  readonly task: string;
  readonly entries: readonly LibraryEntry[];
}

const of = (textType: string, objective = '', domain = ''): string =>
  buildInstruction({ domain, textType, objective });

const symmetric = (name: string, instruction: string): LibraryEntry => ({
  name,
  instructions: { instruction },
});

const asymmetric = (
  name: string,
  queryInstruction: string,
  documentInstruction: string,
): LibraryEntry => ({ name, instructions: { queryInstruction, documentInstruction } });

export const INSTRUCTION_LIBRARY: readonly LibraryTask[] = [
  {
    task: 'Retrieval',
    entries: [
      asymmetric(
        'Questions and documents',
        of('question', 'retrieving supporting documents'),
        of('document', 'retrieval'),
      ),
      asymmetric(
        'Wikipedia questions',
        of('question', 'retrieving supporting documents', 'Wikipedia'),
        of('document', 'retrieval', 'Wikipedia'),
      ),
      asymmetric(
        'Claims and evidence',
        of('claim', 'retrieving supporting evidence'),
        of('evidence', 'retrieval'),
      ),
    ],
  },
  {
    task: 'Duplicate detection',
    entries: [
      symmetric('Duplicate questions', of('question', 'retrieving duplicate questions')),
      symmetric('Duplicate posts', of('post', 'detecting duplicates', 'forum')),
    ],
  },
  {
    task: 'Classification',
    entries: [
      symmetric('Topic', of('text', 'identifying the topic')),
      symmetric('Sentiment', of('text', 'classifying the sentiment as positive or negative')),
      symmetric('Emotion', of('text', 'classifying the emotion')),
      symmetric('Intent', of('message', 'classifying the intent')),
    ],
  },
  {
    task: 'Clustering',
    entries: [
      symmetric('Clusters of titles', of('title', 'clustering')),
      symmetric('Clusters of science', of('abstract', 'clustering', 'Science')),
    ],
  },
  {
    task: 'Semantic textual similarity',
    entries: [symmetric('Similar sentences', of('sentence', 'measuring semantic similarity'))],
  },
  {
    task: 'Summarisation scoring',
    entries: [symmetric('Summaries and articles', of('summary', 'evaluating summaries', 'news'))],
  },
];

/** Names that models give to their prompts for queries and for documents. */
const QUERY = /^(?:s2p[_-]?)?(?:search[_-]?)?(?:retrieval[._-])?(?:query|question|queries)$/iu;
const DOCUMENT =
  /^(?:search[_-]?)?(?:retrieval[._-])?(?:document|passage|corpus|documents|passages|doc)$/iu;

/**
 * Lists a model's own prompts as entries of the library: each by its name, for the use that the name suggests, and the
 * prompts of queries and documents also as a pair. Null for a model without prompts.
 */
export function promptsTask(
  model: string,
  prompts: Readonly<Record<string, string>>,
): LibraryTask | null {
  const all = Object.entries(prompts);
  const query = all.find(([name]) => QUERY.test(name));
  const document = all.find(([name]) => DOCUMENT.test(name));
  const pair: LibraryEntry[] =
    query === undefined || document === undefined
      ? []
      : [asymmetric(`${query[0]} and ${document[0]}`, query[1], document[1])];
  const each = all.flatMap(([name, text]): LibraryEntry[] => {
    const texts = symmetric(name, text);
    if (QUERY.test(name)) {
      return [texts, { name: `${name}, for queries`, instructions: { queryInstruction: text } }];
    }
    if (DOCUMENT.test(name)) {
      return [
        texts,
        { name: `${name}, for documents`, instructions: { documentInstruction: text } },
      ];
    }
    return [texts];
  });
  return all.length === 0 ? null : { task: `Prompts of ${model}`, entries: [...pair, ...each] };
}
