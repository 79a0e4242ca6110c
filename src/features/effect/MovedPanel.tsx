import { useDeferredValue, useEffect, useId, useMemo, useState } from 'react';
import { useStore } from 'zustand';
import { reveal } from '../../app/reveal.ts';
import { highlight, select } from '../../app/view.ts';
import { plural } from '../../widgets/format.ts';
import { IconButton } from '../../widgets/IconButton.tsx';
import type { EffectData } from './compute.ts';
import { filterMoved, shownText } from './listed.ts';
import { MovedDetail } from './MovedDetail.tsx';
import { MovedList } from './MovedList.tsx';
import style from './moved.module.css';
import { movementMeaning } from './movement.ts';
import type { EffectResult } from './result.ts';

/**
 * All texts by how much they moved, and of one where it went. Choosing one shows it in all panels and in its list; one
 * that is selected anywhere else is shown here.
 */
export default function MovedPanel({
  data,
  result,
  stale,
  onClose,
}: {
  readonly data: EffectData;
  readonly result: EffectResult;
  /** Whether the result is of before, and another is computed. */
  readonly stale: boolean;
  readonly onClose: () => void;
}) {
  const { comparison, items } = result;
  const title = useId();
  const [wanted, setWanted] = useState('');
  const filter = useDeferredValue(wanted);
  const order = useMemo(() => filterMoved(comparison, items, filter), [comparison, items, filter]);
  const [chosenId, setChosenId] = useState<string | null>(null);
  const pinned = useStore(highlight, (state) => state.pinned);
  const index = useMemo(() => shownText(items, chosenId, pinned), [items, chosenId, pinned]);
  const shownId = items[index]?.id;
  // It stays when nothing is selected any more.
  useEffect(() => {
    if (shownId !== undefined) setChosenId(shownId);
  }, [shownId]);
  const choose = (next: number) => {
    const item = items[next]!;
    setChosenId(item.id);
    select([item.text], false);
    reveal(item);
  };
  return (
    <section
      className={style.panel}
      aria-labelledby={title}
      data-testid="moved-panel"
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        onClose();
      }}
    >
      <header className={style.head}>
        <h3 id={title}>Texts that moved</h3>
        <p>{movementMeaning(comparison, items.length)}</p>
        <input
          type="search"
          className="field"
          aria-label="Find among the texts that moved"
          placeholder="Find a text"
          value={wanted}
          onChange={(event) => setWanted(event.target.value)}
        />
        <span className={style.count} aria-live="polite">
          {order.length === items.length
            ? plural(items.length, 'text')
            : `${order.length.toLocaleString('en')} of ${plural(items.length, 'text')}`}
        </span>
        <IconButton icon="close" label="Close the texts that moved" onClick={onClose} />
      </header>
      <div className={style.body} data-stale={stale || undefined} data-testid="moved-body">
        {order.length === 0 ? (
          <p className={style.hint}>No text holds these words.</p>
        ) : (
          <MovedList
            result={result}
            order={order}
            chosen={index === -1 ? null : index}
            onChoose={choose}
          />
        )}
        {index === -1 ? (
          <p className={style.hint}>
            Choose a text to see it in full, with the texts nearest to it under each lens.
          </p>
        ) : (
          <MovedDetail data={data} result={result} index={index} onChoose={choose} />
        )}
      </div>
    </section>
  );
}
