import { useEffect, useId, useMemo } from 'react';
import { useStore } from 'zustand';
import { useReading, useWorkspace } from '../../app/app.ts';
import { ask } from '../../app/asks.ts';
import { fold } from '../../app/folds.ts';
import { readableTexts } from '../../app/readable-texts.ts';
import { highlight, select, view } from '../../app/view.ts';
import { Button } from '../../widgets/Button.tsx';
import { plural } from '../../widgets/format.ts';
import { IconButton } from '../../widgets/IconButton.tsx';
import type { SelectionData } from './compute.ts';
import { LabelAll } from './LabelAll.tsx';
import { SelectedList } from './SelectedList.tsx';
import { SimilarList } from './SimilarList.tsx';
import { unlike } from './state.ts';
import style from './style.module.css';

/** The selected texts: to look through, label, compare and export, and to find others like them. */
export default function SelectionPanel({ data }: { readonly data: SelectionData }) {
  const title = useId();
  const pinned = useStore(highlight, (state) => state.pinned);
  const workspace = useWorkspace((state) => state.workspace);
  const id = useWorkspace((state) => state.id);
  const items = useMemo(() => {
    const wanted = new Set(pinned);
    return readableTexts(workspace).filter(({ text }) => wanted.has(text));
  }, [workspace, pinned]);
  const avoided = useStore(unlike);
  // Texts of another workspace are nothing to keep away from.
  useEffect(() => {
    if (avoided.workspace !== id) unlike.setState({ workspace: id, texts: [] });
  }, [avoided, id]);
  const reading = useReading();
  const avoid = (texts: readonly string[]) =>
    unlike.setState({ workspace: id, texts: [...new Set([...avoided.texts, ...texts])] });
  const close = () => view.setState({ selecting: false });
  return (
    <section
      className={style.panel}
      aria-labelledby={title}
      data-testid="selection-panel"
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        close();
      }}
    >
      <header className={style.head}>
        <h2 id={title}>Selection</h2>
        <span className={style.count}>{inPlaces(pinned.length, items.length)}</span>
        {!reading && <LabelAll texts={pinned} />}
        <Button
          data-testid="selection-matrix"
          disabled={items.length < 2}
          title="Similarity of the selected texts with each other"
          onClick={() => {
            view.setState({ matrixOf: pinned });
            fold('similarity', false);
            ask('panel:similarity');
          }}
        >
          Matrix
        </Button>
        <Button disabled={items.length === 0} onClick={() => ask('export-selection')}>
          Export…
        </Button>
        <Button
          data-testid="not-these"
          disabled={pinned.length === 0}
          title="Deselects them. What is looked for then keeps away from them"
          onClick={() => {
            avoid(pinned);
            select([], false);
          }}
        >
          Not these
        </Button>
        <span className="spacer" />
        <IconButton icon="close" label="Close the list of selected texts" onClick={close} />
      </header>
      <div className={style.body}>
        <SelectedList items={items} />
        <SimilarList data={data} liked={pinned} unliked={avoided.texts} onAvoid={avoid} />
      </div>
      {avoided.texts.length > 0 && (
        <p className={style.note}>
          Kept away from {plural(avoided.texts.length, 'text')}.{' '}
          <Button look="link" onClick={() => unlike.setState({ texts: [] })}>
            Forget them
          </Button>
        </p>
      )}
    </section>
  );
}

/** A text may stand in several lists, or be repeated in one. */
function inPlaces(texts: number, places: number): string {
  return texts === places
    ? plural(texts, 'text')
    : `${plural(texts, 'text')} in ${plural(places, 'place')}`;
}
