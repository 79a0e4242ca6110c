import * as Dialog from 'radix-ui/dialog';
import { useMemo, useState } from 'react';
import { useStore } from 'zustand';
import { useModel, useWorkspace } from '../../app/app.ts';
import { LensName } from '../../app/lenses/LensName.tsx';
import { useShownLenses } from '../../app/lenses/use-shown-lenses.ts';
import { highlight, view } from '../../app/view.ts';
import type { Format } from '../../exports/files.ts';
import { Button } from '../../widgets/Button.tsx';
import { canChooseFolder, chooseFolder } from '../../widgets/choose-folder.ts';
import { keepOpenForToast } from '../../widgets/keep-open.ts';
import { Note } from '../../widgets/Note.tsx';
import { ProgressBar } from '../../widgets/ProgressBar.tsx';
import { useReturnFocus } from '../../widgets/use-return-focus.ts';
import type { ListName } from '../../workspace/edits.ts';
import { CopyPython } from './CopyPython.tsx';
import { type Content, exportRun, type Order, runExport } from './run.ts';
import { Select } from './Select.tsx';
import { exporting } from './state.ts';
import style from './style.module.css';
import { about, blockedBy, CONTENTS, FORMATS, firstFilled, formatsOf, LISTS } from './words.ts';

/** Takes vectors and what was found with them to other programs. */
export default function ExportDialog() {
  const open = useStore(exporting, (state) => state.open);
  return (
    <Dialog.Root open={open} onOpenChange={(next) => exporting.setState({ open: next })}>
      <Dialog.Portal>
        <Dialog.Overlay className="overlay" />
        <Dialog.Content
          className="dialog"
          data-testid="export-dialog"
          onPointerDownOutside={keepOpenForToast}
          onCloseAutoFocus={useReturnFocus(open)}
        >
          <Dialog.Title>Export</Dialog.Title>
          <Dialog.Description>
            Files for other programs, with a manifest of the model, the instructions and the
            settings that made them. Nothing is sent anywhere.
          </Dialog.Description>
          <Form />
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function Form() {
  const workspace = useWorkspace((state) => state.workspace);
  const shown = useShownLenses();
  const ready = useModel(({ info }) => info !== null);
  const { running, problem } = useStore(exportRun);
  const [content, setContent] = useState<Content>('vectors');
  const [format, setFormat] = useState<Format>('parquet');
  const [list, setList] = useState<ListName>(() => firstFilled(workspace));
  const [ticked, setTicked] = useState<readonly string[]>(() =>
    shown.lenses.flatMap((lens) => lens?.id ?? []),
  );
  const [places, setPlaces] = useState(true);
  const [least, setLeast] = useState(() => view.getState().leastCosine);
  const [selectedOnly, setSelectedOnly] = useState(() => exporting.getState().selected);
  const pinned = useStore(highlight, (state) => state.pinned);
  const formats = formatsOf(content);
  const chosen = formats.includes(format) ? format : formats[0]!;
  const lenses = workspace.lenses.filter(({ id }) => ticked.includes(id));
  const choosesLenses = content === 'vectors' || content === 'duplicates';
  const only = choosesLenses && selectedOnly && pinned.length > 0 ? pinned : null;
  const order: Order = { content, format: chosen, list, lenses, places, least, only };
  const count = useMemo(() => {
    const wanted = only === null ? null : new Set(only);
    const listed = content === 'duplicates' ? workspace.texts : workspace[list];
    return listed.filter(({ text }) => wanted?.has(text) ?? true).length;
  }, [only, content, workspace, list]);
  const blocked = blockedBy(choosesLenses, lenses.length, count, ready);

  const start = (folder: FileSystemDirectoryHandle | null) => void runExport(order, folder);
  const intoFolder = async () => {
    const folder = await chooseFolder();
    if (folder !== null) start(folder);
  };
  return (
    <>
      <fieldset className={style.fields} disabled={running !== null}>
        <Select label="What" value={content} options={CONTENTS} onChange={setContent} />
        {content === 'vectors' && (
          <Select
            label="Of"
            value={list}
            options={LISTS.map(([key, name]) => [
              key,
              `${name} (${workspace[key].length.toLocaleString('en')})`,
            ])}
            onChange={setList}
          />
        )}
        <Select
          label="Format"
          value={chosen}
          options={formats.map((each) => [each, FORMATS[each]])}
          onChange={setFormat}
        />
        {content === 'duplicates' && (
          <label>
            Least cosine
            <input
              type="number"
              className={style.number}
              data-testid="export-least"
              min={0.01}
              max={1}
              step={0.01}
              value={least}
              onChange={({ target }) =>
                Number.isFinite(target.valueAsNumber) && setLeast(target.valueAsNumber)
              }
            />
          </label>
        )}
        {choosesLenses && (
          <fieldset className={style.lenses}>
            <legend>Lenses</legend>
            {workspace.lenses.map(({ id }) => (
              <label key={id} className="tick">
                <input
                  type="checkbox"
                  checked={ticked.includes(id)}
                  onChange={({ target }) =>
                    setTicked(
                      target.checked ? [...ticked, id] : ticked.filter((each) => each !== id),
                    )
                  }
                />
                <LensName id={id} />
              </label>
            ))}
          </fieldset>
        )}
        {choosesLenses && pinned.length > 0 && (
          <label className="tick">
            <input
              type="checkbox"
              checked={selectedOnly}
              onChange={({ target }) => setSelectedOnly(target.checked)}
            />
            <span>Only the selected texts</span>
          </label>
        )}
        {content === 'vectors' && list === 'texts' && (
          <label className="tick">
            <input
              type="checkbox"
              checked={places}
              onChange={({ target }) => setPlaces(target.checked)}
            />
            <span>Cluster and place on the map, of the lenses that are shown</span>
          </label>
        )}
      </fieldset>
      <p>{blocked ?? about(order, count)}</p>
      {problem !== null && <Note tone="bad">{problem}</Note>}
      {running !== null && (
        <div className={style.progress}>
          <ProgressBar label={running.step} fraction={running.fraction} />
          <span>{running.step}…</span>
          <Button data-testid="export-cancel" onClick={running.cancel}>
            Cancel
          </Button>
        </div>
      )}
      <div className="dialog-actions">
        {content === 'vectors' && <CopyPython list={list} lenses={lenses} />}
        <span className="spacer" />
        <Dialog.Close asChild>
          <Button>Close</Button>
        </Dialog.Close>
        {canChooseFolder() && (
          <Button
            data-testid="export-folder"
            disabled={blocked !== null || running !== null}
            onClick={() => void intoFolder()}
          >
            Into a folder…
          </Button>
        )}
        <Button
          look="primary"
          data-testid="export-download"
          disabled={blocked !== null || running !== null}
          onClick={() => start(null)}
        >
          Download
        </Button>
      </div>
    </>
  );
}
