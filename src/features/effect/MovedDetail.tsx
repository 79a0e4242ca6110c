import type { NeighboursOfOne } from '../../analysis/types.ts';
import { LensName } from '../../app/lenses/LensName.tsx';
import { hover } from '../../app/view.ts';
import { excerpt } from '../../lib/excerpt.ts';
import { Button } from '../../widgets/Button.tsx';
import { formatDecimal } from '../../widgets/format.ts';
import { Note } from '../../widgets/Note.tsx';
import { CutBadge } from '../panel/CutBadge.tsx';
import { FullText } from '../panel/FullText.tsx';
import type { EffectData } from './compute.ts';
import style from './moved.module.css';
import type { EffectResult } from './result.ts';
import { useNeighbours } from './use-neighbours.ts';

/** A text in full, and the texts nearest to it under each lens: which it lost, and which it gained. */
export function MovedDetail({
  data,
  result,
  index,
  onChoose,
}: {
  readonly data: EffectData;
  readonly result: EffectResult;
  readonly index: number;
  readonly onChoose: (index: number) => void;
}) {
  const { items, lenses, comparison, clustersOf } = result;
  const item = items[index]!;
  const { neighbours, error, retry } = useNeighbours(data, result, index);
  const sides =
    neighbours === null
      ? null
      : ([
          [lenses[0], clustersOf[0](index), neighbours.before, neighbours.after, 'lost'],
          [lenses[1], clustersOf[1](index), neighbours.after, neighbours.before, 'new'],
        ] as const);
  return (
    <section
      className={style.detail}
      aria-label={`Neighbours of ${item.place}${item.number}`}
      aria-busy={neighbours === null && error === null}
      data-testid="moved-detail"
    >
      <p className={style.full}>
        <b>{item.place + item.number}</b> <FullText key={item.id} text={item.text} />{' '}
        <CutBadge text={item.text} />
      </p>
      {error !== null && (
        <Note tone="bad" action={<Button onClick={retry}>Retry</Button>}>
          Its neighbours were not found: {error}
        </Note>
      )}
      {comparison.sampled < items.length && (
        <p className={style.note}>
          Nearest among all {items.length.toLocaleString('en')} texts; the list’s figures are of{' '}
          {comparison.sampled.toLocaleString('en')} drawn.
        </p>
      )}
      <div className={style.sides} aria-live="polite">
        {sides?.map(([lens, cluster, own, other, mark]) => (
          <div key={mark}>
            <h4>
              Nearest under <LensName id={lens} />
            </h4>
            <p className={style.note}>
              In the cluster <bdi>{cluster}</bdi>
            </p>
            <Nearest {...{ result, own, other, mark, onChoose }} />
          </div>
        ))}
      </div>
    </section>
  );
}

function Nearest({
  result: { items },
  own,
  other,
  mark,
  onChoose,
}: {
  readonly result: EffectResult;
  readonly own: NeighboursOfOne;
  readonly other: NeighboursOfOne;
  /** Said of those that only this side has. */
  readonly mark: 'lost' | 'new';
  readonly onChoose: (index: number) => void;
}) {
  return (
    <ol className={style.nearest}>
      {Array.from(own.indices, (index, at) => {
        const { id, place, number, text } = items[index]!;
        const only = !other.indices.includes(index);
        return (
          <li key={id}>
            <button
              type="button"
              data-mark={only ? mark : undefined}
              onMouseEnter={() => hover([text])}
              onMouseLeave={() => hover([])}
              onFocus={() => hover([text])}
              onBlur={() => hover([])}
              onClick={() => onChoose(index)}
            >
              <b>{place + number}</b>
              <bdi>{excerpt(text)}</bdi>
              <span className={style.mark}>{only ? mark : ''}</span>
              <span>{formatDecimal(own.cosines[at]!)}</span>
            </button>
          </li>
        );
      })}
    </ol>
  );
}
