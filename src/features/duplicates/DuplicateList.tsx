import { useMemo, useState } from 'react';
import { editWithToast } from '../../app/actions.ts';
import { useReading, useView } from '../../app/app.ts';
import { LensName, lensName } from '../../app/lenses/LensName.tsx';
import { useLens } from '../../app/lenses/use-shown-lenses.ts';
import { reveal } from '../../app/reveal.ts';
import { hover, select } from '../../app/view.ts';
import { excerpt } from '../../lib/excerpt.ts';
import { Button } from '../../widgets/Button.tsx';
import { formatDecimal, plural } from '../../widgets/format.ts';
import { Segmented } from '../../widgets/Segmented.tsx';
import { VirtualList } from '../../widgets/VirtualList.tsx';
import { removeItems } from '../../workspace/edits.ts';
import { FullText } from '../panel/FullText.tsx';
import { shortName } from '../panel/rows.ts';
import { MOST_PAIRS } from './compute.ts';
import { type Duplicate, extraCopies, listDuplicates, pairsOf } from './listed.ts';
import type { DuplicatesResult } from './result.ts';
import style from './style.module.css';

/** Pairs of texts under a lens, and the two texts of one pair in full. */
export function DuplicateList({ result }: { readonly result: DuplicatesResult }) {
  const { items, same, sides } = result;
  const least = useView((state) => state.leastCosine);
  const [shownLens, setLens] = useState(sides[0].lens);
  const side = sides.find((each) => each?.lens === shownLens) ?? sides[0];
  const other = sides.find((each) => each !== undefined && each !== side);
  const listed = useMemo(() => listDuplicates(same, side.pairs, least), [same, side, least]);
  const extra = useMemo(() => extraCopies(listed), [listed]);
  const underOther = useMemo(
    () => (other === undefined ? null : pairsOf(other.pairs, least)),
    [other, least],
  );
  const [chosen, setChosen] = useState<Duplicate | null>(null);
  const at = useMemo(() => placeOf(chosen, listed), [chosen, listed]);
  const names = [useLens(sides[0].lens), useLens(sides[1]?.lens)].map(lensName);
  const reading = useReading();
  const choose = (index: number) => {
    const pair = listed.at(index);
    setChosen(pair);
    select([items[pair.a]!.text, items[pair.b]!.text], false);
    reveal(items[pair.b]!);
  };
  return (
    <>
      <div className={style.bar}>
        {sides[1] !== undefined && (
          <Segmented
            label="Duplicates under"
            value={side.lens}
            options={sides.flatMap((each, index) =>
              each === undefined ? [] : [[each.lens, names[index]!] as const],
            )}
            onChange={setLens}
          />
        )}
        <span aria-live="polite" data-testid="duplicates-count">
          {side.pairs.more && 'More than '}
          {plural(listed.count, 'pair')} of {plural(items.length, 'text')}
          {side.pairs.more && `; the closest ${MOST_PAIRS.toLocaleString('en')} are listed`}
        </span>
        <span className="spacer" />
        <Button
          data-testid="remove-copies"
          disabled={extra.length === 0 || reading}
          title="Of texts that are duplicates of each other, the first of the list stays. Each text that goes has a duplicate among those that stay."
          onClick={() => {
            const ids = new Set(extra.map((index) => items[index]!.id));
            editWithToast(`Removed ${plural(ids.size, 'extra text')}`, (current) =>
              removeItems(current, 'texts', ids),
            );
          }}
        >
          {extra.length === 0 ? 'No extra copies' : `Remove ${plural(extra.length, 'extra text')}`}
        </Button>
      </div>
      {listed.count === 0 ? (
        <p className={style.hint}>
          No two texts reach this cosine under <LensName id={side.lens} />.
        </p>
      ) : (
        <div className={style.body}>
          <VirtualList
            label="Pairs of duplicates, the closest first"
            count={listed.count}
            chosen={at}
            testId="duplicates-list"
            className={style.list}
            rowClass={style.row}
            onChoose={choose}
            onPoint={(index) => {
              const pair = index === null ? null : listed.at(index);
              hover(pair === null ? [] : [items[pair.a]!.text, items[pair.b]!.text]);
            }}
            row={(index) => {
              const pair = listed.at(index);
              const [a, b] = [items[pair.a]!, items[pair.b]!];
              return (
                <>
                  <b>{shortName(a)}</b>
                  <bdi className="ellipsis">{excerpt(a.text)}</bdi>
                  <b>{shortName(b)}</b>
                  <bdi className="ellipsis">{pair.isSame ? 'the same words' : excerpt(b.text)}</bdi>
                  <span className={style.only}>
                    {underOther !== null && !underOther(pair) && 'only here'}
                  </span>
                  <span>{formatDecimal(pair.cosine)}</span>
                </>
              );
            }}
          />
          <Both pair={at === -1 ? null : listed.at(at)} result={result} />
        </div>
      )}
    </>
  );
}

/** Where a pair stands in the list; -1 where it does not. */
function placeOf(pair: Duplicate | null, { count, at }: ReturnType<typeof listDuplicates>): number {
  if (pair === null) return -1;
  for (let index = 0; index < count; index++) {
    const each = at(index);
    if (each.a === pair.a && each.b === pair.b) return index;
  }
  return -1;
}

/** Both texts of a pair in full. */
function Both({
  pair,
  result: { items },
}: {
  readonly pair: Duplicate | null;
  readonly result: DuplicatesResult;
}) {
  if (pair === null) {
    return <p className={style.hint}>Choose a pair to see both texts in full.</p>;
  }
  return (
    <section className={style.both} aria-label="Both texts" data-testid="duplicate-texts">
      {[items[pair.a]!, items[pair.b]!].map((item) => (
        <p key={item.id}>
          <b>{shortName(item)}</b> <FullText text={item.text} />
        </p>
      ))}
    </section>
  );
}
