import { useId } from 'react';
import { LensName } from '../../app/lenses/LensName.tsx';
import { isolated } from '../../lib/isolate.ts';
import { formatFigure } from '../../widgets/format.ts';
import type { Classes } from './classes.ts';
import type { MapResult } from './result.ts';
import style from './style.module.css';

/** Number of class names written out: they show what the labels are about, not all of them. */
const NAMED = 3;

/** Shows how well each lens's clusters match the classes people gave. */
export function GoldRow({
  sides,
  classes,
}: Pick<MapResult, 'sides'> & { readonly classes: Classes }) {
  const about = useId();
  const labelled = classes.classOf.reduce((sum, label) => sum + (label < 0 ? 0 : 1), 0);
  const more = classes.names.length - NAMED;
  return (
    <div className={style.agreement} data-testid="gold">
      <p
        id={about}
        className="ellipsis"
        title={classes.names.slice(0, 40).map(isolated).join(', ')}
      >
        Clusters against the labels of {labelled.toLocaleString('en')} texts (
        {classes.names.slice(0, NAMED).map(isolated).join(', ')}
        {more > 0 && ` and ${more} more`})
      </p>
      <ul
        aria-labelledby={about}
        title="V-measure (Rosenberg & Hirschberg 2007), ARI (Hubert & Arabie 1985), NMI with arithmetic mean (Kvålseth 1987), which V-measure equals"
      >
        {sides.map((side) => {
          if (side === undefined || side.gold === null) return null;
          const { vMeasure, ari, nmi } = side.gold;
          return (
            <li key={side.lens}>
              <LensName id={side.lens} />
              <span>
                V-measure <b>{formatFigure(vMeasure)}</b>
              </span>
              <span>
                ARI <b>{formatFigure(ari)}</b>
              </span>
              <span>
                NMI <b>{formatFigure(nmi)}</b>
              </span>
            </li>
          );
        })}
      </ul>
    </div>
  );
}
