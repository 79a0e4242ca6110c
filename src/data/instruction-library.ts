/**
 * Instructions by task, in the template that INSTRUCTOR was trained with (Su et al. 2022, §2.3).
 */
import type { InstructionField } from './lens.ts';
import { buildInstruction } from './template.ts';

export interface LibraryEntry {
  /** Also the name of the lens it fills. */
  readonly name: string;
  /** What it sets; the other instructions of the lens stay. */
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
