import { useView } from '../../state/app.ts';
import type { MapResult } from '../../state/results.ts';
import { view } from '../../state/view.ts';
import { formatFigure } from '../shared/format.ts';
import { LensName } from '../shared/LensName.tsx';
import { Segmented } from '../shared/Segmented.tsx';

/** How well each lens's clusters are the classes people gave, and which of the two is coloured. */
export function GoldRow({ sides }: Pick<MapResult, 'sides'>) {
  const colour = useView((state) => state.mapColour);
  return (
    <div className="gold" data-testid="gold">
      <Segmented
        label="Colours of the map"
        value={colour}
        options={[
          ['clusters', 'Clusters'],
          ['labels', 'Labels'],
        ]}
        onChange={(next) => view.setState({ mapColour: next })}
      />
      <ul
        aria-label="Clusters against labels"
        title="V-measure (Rosenberg & Hirschberg 2007), ARI (Hubert & Arabie 1985), NMI with arithmetic mean (Kvålseth 1987), which V-measure equals"
      >
        {sides.map((side) => {
          if (side === undefined || side.gold === null) return null;
          const { vMeasure, ari, nmi, texts } = side.gold;
          return (
            <li key={side.lens}>
              {sides.length > 1 ? <LensName id={side.lens} /> : `${texts} labelled`}
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
