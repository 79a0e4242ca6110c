/** The model that ships with the page: its name and place are stated here and nowhere else. */
import type { Precision } from '../encoders/quantise.ts';
import type { ModelSource } from './source.ts';

export const BUILTIN_MODEL = {
  name: 'facet-mini',
  precision: 'int8',
  /** The url is relative to the page. The digest is that of the folder in `public/`. */
  source: {
    kind: 'facet',
    url: 'models/facet-mini/',
    digest: '38343f6a737ba93a880dee14b99b4cc3ffed76634774af779daaba33ac4ced13',
  },
} as const satisfies { name: string; precision: Precision; source: ModelSource };
