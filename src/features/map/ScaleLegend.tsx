import { hover, togglePin } from '../../app/view.ts';
import { isolated } from '../../lib/isolate.ts';
import { usePlotTheme } from '../../widgets/plot/theme.ts';
import { ClusterMark } from './ClusterMark.tsx';
import type { ScaleKey } from './colouring.ts';
import { type LegendProps, textsOf } from './legend.ts';
import style from './style.module.css';
import { usePressed } from './use-pressed.ts';
import { valueScale } from './value-scale.ts';

/** Shows which colours stand for which values: a bar with its ends, and the texts without a value. */
export function ScaleLegend({
  scale: { name, low, high, none },
  items,
  marks,
}: Pick<LegendProps, 'items' | 'marks'> & { readonly scale: ScaleKey }) {
  const colours = valueScale(usePlotTheme());
  const pressed = usePressed(items, marks);
  const texts = () => textsOf(items, marks, 0);
  return (
    <div className={style.scale} data-testid="map-scale">
      <bdi className="ellipsis" title={isolated(name)}>
        {name}
      </bdi>
      {low !== '' && low !== '–' && (
        <span className={style.ends}>
          <span data-testid="scale-low">{low}</span>
          <span
            className={style.bar}
            role="img"
            aria-label={`Colours from ${low} to ${high}`}
            style={{ background: `linear-gradient(to right, ${colours.join(', ')})` }}
          />
          <span data-testid="scale-high">{high}</span>
        </span>
      )}
      {none > 0 && (
        <button
          type="button"
          className={style.entry}
          data-testid="scale-none"
          title="Click selects the texts without a value."
          aria-pressed={pressed === 0}
          onMouseEnter={() => hover(texts())}
          onMouseLeave={() => hover([])}
          onFocus={() => hover(texts())}
          onBlur={() => hover([])}
          onClick={() => togglePin(texts())}
        >
          <ClusterMark cluster={0} steps={1} />
          No value
          <span className={style.size}>{none.toLocaleString('en')}</span>
        </button>
      )}
    </div>
  );
}
