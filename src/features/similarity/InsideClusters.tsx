import { isolated } from '../../lib/isolate.ts';
import { Button } from '../../widgets/Button.tsx';
import { closeClusters } from './opened.ts';
import type { MatrixResult } from './result.ts';
import style from './style.module.css';

/** Says what a matrix of more texts than it has rows for shows, and leads from the clusters to their texts and back. */
export function InsideClusters({ result }: { readonly result: MatrixResult }) {
  if (result.kind === 'clusters') {
    return (
      <p className={style.inside} data-testid="matrix-clusters">
        Mean cosines of the texts of two clusters. Click a cell for its texts.
      </p>
    );
  }
  const { inside, rows, columns, rowTotal, columnTotal } = result;
  if (inside === null) return null;
  const part = (shown: number, total: number, name: string) =>
    `${isolated(name)} (${shown < total ? `${shown} most typical of ` : ''}${total.toLocaleString('en')})`;
  const [own, others] = [
    part(rows.length, rowTotal, inside.rows),
    part(columns.length, columnTotal, inside.columns),
  ];
  return (
    <p className={style.inside} data-testid="matrix-inside">
      <Button look="link" data-testid="matrix-back" onClick={closeClusters}>
        All clusters
      </Button>
      <span className="ellipsis">{own === others ? own : `${own} × ${others}`}</span>
    </p>
  );
}
