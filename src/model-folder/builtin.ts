/** The model that ships with the page: its name and place are stated here and nowhere else. */
import type { ModelSource } from './source.ts';

export const BUILTIN_MODEL = {
  name: 'facet-mini',
  /** The url is relative to the page. */
  source: { kind: 'facet', url: 'models/facet-mini/' },
} as const satisfies { name: string; source: ModelSource };
