/** Reads the front matter of a Markdown document: YAML between two lines of three dashes, at its beginning. */
import { messageOf } from '../../lib/errors.ts';
import { lazyModule } from '../../loading/lazy-module.ts';

/** Characters of front matter that are read. */
const MOST = 64_000;
const BLOCK =
  /^---[ \t]*(?:\r\n|\r|\n)(?:([\s\S]*?)(?:\r\n|\r|\n))?(?:---|\.\.\.)[ \t]*(?:\r\n|\r|\n|$)/;

const loadYaml = lazyModule('The reader of front matter', () => import('yaml'));

export interface FrontMatter {
  /** Its fields; none if there is no front matter. */
  readonly fields: readonly (readonly [name: string, value: unknown])[];
  /** The text after it; all of the text if there is none, or if it cannot be read. */
  readonly body: string;
  /** Why it was left in the text; null if it was not. */
  readonly fault: string | null;
}

export async function frontMatter(text: string): Promise<FrontMatter> {
  const none = { fields: [], body: text, fault: null };
  if (!text.startsWith('---')) return none;
  const found = BLOCK.exec(text.slice(0, MOST));
  if (found === null) return none;
  const { parse } = await loadYaml();
  let value: unknown;
  try {
    // No aliases: a few lines of them can stand for gigabytes, or for a value that holds itself.
    value = parse(found[1] ?? '', { maxAliasCount: 0, logLevel: 'error', schema: 'core' });
  } catch (error) {
    const [why = ''] = messageOf(error).split('\n');
    return { ...none, fault: `its front matter is left in the text, since it is not YAML: ${why}` };
  }
  const body = text.slice(found[0].length);
  if (value === null) return { fields: [], body, fault: null };
  // Two rules with a text between them are no front matter.
  if (typeof value !== 'object' || Array.isArray(value)) return none;
  return { fields: Object.entries(value), body, fault: null };
}
