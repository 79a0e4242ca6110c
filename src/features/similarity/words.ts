import { plural } from '../../widgets/format.ts';
import type { MatrixResult } from './result.ts';

/** Says which texts a matrix compares, and how many. */
export function summariseSimilarity(result: MatrixResult): string {
  const { rows, columns, self, rowTotal, columnTotal } = result;
  if (result.kind === 'clusters') {
    const texts = self ? rowTotal : rowTotal + columnTotal;
    return `${self ? 'A × A' : 'A × B'}, ${plural(rows.length, 'cluster')} of ${texts.toLocaleString('en')} texts`;
  }
  const size = `${result.isSelection ? 'Selection' : self ? 'A × A' : 'A × B'}, ${rows.length} × ${columns.length}`;
  const cut = rows.length < rowTotal || columns.length < columnTotal;
  return cut ? `${size} of ${rowTotal} × ${columnTotal}` : `${size}, cosine`;
}
