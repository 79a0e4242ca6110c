import { useState } from 'react';
import { useStore } from 'zustand';
import { LensName, lensName } from '../../app/lenses/LensName.tsx';
import { useLens } from '../../app/lenses/use-shown-lenses.ts';
import { reveal } from '../../app/reveal.ts';
import { hover, select } from '../../app/view.ts';
import { excerpt } from '../../lib/excerpt.ts';
import { Button } from '../../widgets/Button.tsx';
import { formatDecimal } from '../../widgets/format.ts';
import { Note } from '../../widgets/Note.tsx';
import { Segmented } from '../../widgets/Segmented.tsx';
import { VirtualList } from '../../widgets/VirtualList.tsx';
import { shortName } from '../panel/rows.ts';
import type { SelectionData } from './compute.ts';
import style from './style.module.css';
import { useSimilar } from './use-similar.ts';

/** More like the selected texts: each can be added to them, or kept away from. */
export function SimilarList({
  data,
  liked,
  unliked,
  onAvoid,
}: {
  readonly data: SelectionData;
  readonly liked: readonly string[];
  readonly unliked: readonly string[];
  readonly onAvoid: (texts: readonly string[]) => void;
}) {
  const result = useStore(data.store, (state) => state.result);
  const problem = useStore(data.store, (state) => state.error);
  const [lens, setLens] = useState<string | null>(null);
  const side = result?.sides.find((each) => each?.lens === lens) ?? result?.sides[0];
  const { found, error } = useSimilar(data, result, side?.vectors, liked, unliked);
  const [chosen, setChosen] = useState<string | null>(null);
  const names = [useLens(result?.sides[0].lens), useLens(result?.sides[1]?.lens)].map(lensName);
  // What was found may be of the texts before an edit.
  const items = Array.from(found?.indices ?? [], (index, rank) => ({
    item: result?.items[index],
    cosine: found!.cosines[rank]!,
  })).flatMap(({ item, cosine }) => (item === undefined ? [] : [{ item, cosine }]));
  const at = items.findIndex(({ item }) => item.id === chosen);
  const leave = (index: number) =>
    setChosen((items[index + 1] ?? items[index - 1])?.item.id ?? null);
  const add = (index: number) => {
    leave(index);
    select([items[index]!.item.text], true);
  };
  const avoid = (index: number) => {
    leave(index);
    onAvoid([items[index]!.item.text]);
  };
  return (
    <div className={style.half}>
      <h3 title="Nearest by cosine to the mean of the selected vectors, less a part of the mean of those it keeps away from (Rocchio 1971, 0.75 and 0.15)">
        More like these
        {result?.sides[1] === undefined ? (
          side !== undefined && <LensName id={side.lens} />
        ) : (
          <Segmented
            label="More like these under"
            value={side!.lens}
            options={result.sides.flatMap((each, index) =>
              each === undefined ? [] : [[each.lens, names[index]!] as const],
            )}
            onChange={setLens}
          />
        )}
        {at !== -1 && (
          <>
            <Button look="link" data-testid="add-similar" onClick={() => add(at)}>
              Add {shortName(items[at]!.item)}
            </Button>
            <Button look="link" data-testid="avoid-similar" onClick={() => avoid(at)}>
              Not like this
            </Button>
          </>
        )}
      </h3>
      {(error ?? problem) !== null && <Note tone="bad">{error ?? problem}</Note>}
      {items.length === 0 ? (
        <p className={style.hint}>
          {liked.length === 0
            ? 'Select a text to find more like it.'
            : result === null
              ? 'Texts are being embedded.'
              : found === null
                ? 'None of the selected texts is in A or B.'
                : 'No other text is left.'}
        </p>
      ) : (
        <VirtualList
          label="More like the selected texts; Enter adds, Delete keeps away"
          count={items.length}
          chosen={at}
          testId="similar-list"
          className={style.list}
          rowClass={style.row}
          onChoose={(index) => {
            setChosen(items[index]!.item.id);
            reveal(items[index]!.item);
          }}
          onPoint={(index) => hover(index === null ? [] : [items[index]!.item.text])}
          onKey={({ key }, index) => {
            if (key === 'Enter') add(index);
            else if (key === 'Delete') avoid(index);
            else return false;
            return true;
          }}
          row={(index) => (
            <>
              <b>{shortName(items[index]!.item)}</b>
              <bdi className="ellipsis">{excerpt(items[index]!.item.text)}</bdi>
              <span>{formatDecimal(items[index]!.cosine)}</span>
            </>
          )}
        />
      )}
    </div>
  );
}
