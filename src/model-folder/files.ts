/** The names of a model folder's files: stated here and nowhere else. */

export const MANIFEST_FILE = 'model.json';
export const TOKENIZER_FILE = 'tokenizer.json';
export const TOKENIZER_CONFIG_FILE = 'tokenizer_config.json';

/** Record of a model in this browser, which the list shows. */
export const RECORD_FILE = 'stored.json';
/** Journal of an import that has not ended (journal.ts). */
export const JOURNAL_FILE = 'import.json';
/**
 * Files of the hidden states that an import resumes from: used in turn, so that the journal's states survive the
 * writing of the next.
 */
export const PASSAGE_FILES = ['import.0.safetensors', 'import.1.safetensors'] as const;

/** Names without a separator or a leading dot: none leaves its folder. */
export const FILE_NAME = /^[A-Za-z0-9][\w.-]*$/;

/** Names the weights file of a group, for a model written group by group. */
export function groupFile(group: string): string {
  return `${group}.safetensors`;
}

/** Names the weights files of a model written when it is whole. */
export function shardFiles(count: number): readonly string[] {
  if (count === 1) return ['model.safetensors'];
  const number = (n: number) => String(n).padStart(5, '0');
  return Array.from(
    { length: count },
    (_, i) => `model-${number(i + 1)}-of-${number(count)}.safetensors`,
  );
}
