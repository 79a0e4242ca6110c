import { useRef, useState } from 'react';
import { usePreferences } from '../../app/app.ts';
import type { DeviceLimits } from '../../app/models/device-fit.ts';
import { OfflineNote } from '../../app/network/OfflineNote.tsx';
import type { ImportSource } from '../../importer/types.ts';
import { Button } from '../../widgets/Button.tsx';
import type { PathedFile } from '../../widgets/dropped-files.ts';
import { Note } from '../../widgets/Note.tsx';
import { Segmented } from '../../widgets/Segmented.tsx';
import { chosenFiles } from './local-files.ts';
import { OfficialOffers } from './OfficialOffers.tsx';
import { HubFields, TokenField, UrlField } from './SourceFields.tsx';
import { type SourceForm, type SourceKind, sourceOf } from './source-form.ts';
import style from './style.module.css';

const KINDS: readonly (readonly [kind: SourceKind, label: string])[] = [
  ['hub', 'From a hub'],
  ['files', 'This computer'],
  ['url', 'An address'],
];

/** Choice of another model's source; the published models come first. */
export function AddModel({
  form,
  onForm,
  limits,
  onSource,
  onFiles,
}: {
  readonly form: SourceForm;
  readonly onForm: (form: SourceForm) => void;
  readonly limits: DeviceLimits | null;
  readonly onSource: (source: ImportSource) => void;
  readonly onFiles: (files: PathedFile[]) => void;
}) {
  const [problem, setProblem] = useState<string | null>(null);
  const shutOut = usePreferences((state) => state.offline);
  const change = (part: Partial<SourceForm>) => {
    setProblem(null);
    onForm({ ...form, ...part });
  };
  const submit = (given: SourceForm) => {
    const source = sourceOf(given);
    if ('problem' in source) setProblem(source.problem);
    else onSource(source);
  };
  return (
    <section className={style.add} aria-labelledby="models-add-title">
      <h3 id="models-add-title">Add a model</h3>
      {shutOut && <OfflineNote stops="a model can come from this computer only" />}
      <OfficialOffers
        limits={limits}
        onAdd={(id) => submit({ ...form, kind: 'hub', id, revision: 'main' })}
      />
      <Segmented
        label="Where another model is"
        value={form.kind}
        options={KINDS}
        onChange={(kind) => change({ kind })}
      />
      {form.kind === 'files' ? (
        <FolderFields onFiles={onFiles} />
      ) : (
        <form
          className={style.form}
          autoComplete="off"
          onSubmit={(event) => {
            event.preventDefault();
            submit(form);
          }}
        >
          {form.kind === 'hub' ? (
            <HubFields form={form} onChange={change} />
          ) : (
            <UrlField form={form} onChange={change} />
          )}
          <TokenField form={form} onChange={change} />
          {problem !== null && <Note tone="bad">{problem}</Note>}
          <div className="dialog-actions">
            <p>Reads a few kB, then asks before importing.</p>
            <span className="spacer" />
            <button type="submit" className="button" data-look="primary" data-testid="inspect">
              Look at it
            </button>
          </div>
        </form>
      )}
    </section>
  );
}

function FolderFields({ onFiles }: { readonly onFiles: (files: PathedFile[]) => void }) {
  const folder = useRef<HTMLInputElement>(null);
  const files = useRef<HTMLInputElement>(null);
  const take = (input: HTMLInputElement) => {
    onFiles(chosenFiles(input.files ?? []));
    // Lets the same folder be chosen again after it was changed.
    input.value = '';
  };
  return (
    <div className={style.drop}>
      <p>
        A sentence-transformers folder, or one that Facet wrote. Drop it anywhere on this dialog, or
        choose it. It does not leave this computer.
      </p>
      <div className="dialog-actions">
        <Button look="primary" onClick={() => folder.current?.click()}>
          Choose a folder…
        </Button>
        <Button onClick={() => files.current?.click()}>Choose files…</Button>
      </div>
      <input
        ref={folder}
        type="file"
        hidden
        // React's types lack the attribute.
        {...{ webkitdirectory: '' }}
        data-testid="model-folder-input"
        onChange={(event) => take(event.currentTarget)}
      />
      <input
        ref={files}
        type="file"
        hidden
        multiple
        data-testid="model-files-input"
        onChange={(event) => take(event.currentTarget)}
      />
    </div>
  );
}
