/** The names of a model folder's files: stated here and nowhere else. */

export const MANIFEST_FILE = 'model.json';
export const TOKENIZER_FILE = 'tokenizer.json';
export const TOKENIZER_CONFIG_FILE = 'tokenizer_config.json';

/** Record of a model in this browser, which the list shows. */
export const RECORD_FILE = 'stored.json';
/** Journal of an import that has not ended (journal.ts). */
export const JOURNAL_FILE = 'import.json';
/** The hidden states that an import goes on from: by turns, so that those which the journal speaks of outlast the next ones' writing. */
export const PASSAGE_FILES = ['import.0.safetensors', 'import.1.safetensors'] as const;

/** No separator and no leading dot: a name never leaves its folder. */
export const FILE_NAME = /^[A-Za-z0-9][\w.-]*$/;

/** The weights of a group, of a model that is written group by group. */
export function groupFile(group: string): string {
  return `${group}.safetensors`;
}

/** The weights files of a model that is written when it is whole. */
export function shardFiles(count: number): readonly string[] {
  if (count === 1) return ['model.safetensors'];
  const number = (n: number) => String(n).padStart(5, '0');
  return Array.from(
    { length: count },
    (_, i) => `model-${number(i + 1)}-of-${number(count)}.safetensors`,
  );
}
