import { useState } from 'react';
import type { PlacedText } from '../../app/results.ts';
import { reveal } from '../../app/reveal.ts';
import { hover, togglePinOf } from '../../app/view.ts';
import { excerpt } from '../../lib/excerpt.ts';
import { Button } from '../../widgets/Button.tsx';
import { VirtualList } from '../../widgets/VirtualList.tsx';
import { shortName } from '../panel/rows.ts';
import style from './style.module.css';

/** The selected texts; the chosen one is shown in its list, and can be deselected. */
export function SelectedList({ items }: { readonly items: readonly PlacedText[] }) {
  const [chosen, setChosen] = useState<PlacedText | null>(null);
  const at =
    chosen === null
      ? -1
      : items.findIndex(({ id, place }) => id === chosen.id && place === chosen.place);
  const deselect = (index: number) => {
    setChosen(items[index + 1] ?? items[index - 1] ?? null);
    togglePinOf(items[index]!.text);
  };
  return (
    <div className={style.half}>
      <h3>
        Selected
        {at !== -1 && (
          <Button look="link" onClick={() => deselect(at)}>
            Deselect {shortName(items[at]!)}
          </Button>
        )}
      </h3>
      <VirtualList
        label="Selected texts; Delete deselects"
        count={items.length}
        chosen={at}
        testId="selected-list"
        className={style.list}
        rowClass={style.row}
        onChoose={(index) => {
          setChosen(items[index]!);
          reveal(items[index]!);
        }}
        onPoint={(index) => hover(index === null ? [] : [items[index]!.text])}
        onKey={({ key }, index) => {
          if (key !== 'Delete') return false;
          deselect(index);
          return true;
        }}
        row={(index) => (
          <>
            <b>{shortName(items[index]!)}</b>
            <bdi className="ellipsis">{excerpt(items[index]!.text)}</bdi>
            <span dir="auto">{items[index]!.label}</span>
          </>
        )}
      />
    </div>
  );
}
