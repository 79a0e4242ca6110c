/** The model that ships with the page: its name and place are stated here and nowhere else. */
import type { ModelSource } from './types.ts';

export const BUILTIN_MODEL = {
  name: 'all-MiniLM-L6-v2',
  /** The url is relative to the page. */
  source: { kind: 'facet', url: 'models/all-MiniLM-L6-v2/' },
} as const satisfies { name: string; source: ModelSource };
