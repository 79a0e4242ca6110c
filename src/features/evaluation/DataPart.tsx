import { type DragEvent, useRef } from 'react';
import { useStore } from 'zustand';
import { messageOf } from '../../lib/errors.ts';
import { setFilePath } from '../../lib/file-paths.ts';
import { Button } from '../../widgets/Button.tsx';
import { droppedFiles } from '../../widgets/dropped-files.ts';
import { Note } from '../../widgets/Note.tsx';
import { Segmented } from '../../widgets/Segmented.tsx';
import type { GivenTable } from './from-table.ts';
import { takeColumns, takeFiles } from './read-files.ts';
import { evaluation } from './run.ts';
import { setup } from './setup.ts';
import style from './style.module.css';
import type { Chosen } from './use-chosen.ts';
import { dataWords, KINDS } from './words.ts';

/** Most files of a folder: a whole disk is dropped by mistake. */
const MOST_FILES = 10_000;

/** The labelled data: the workspace's texts, or files. */
export function DataPart({ chosen }: { readonly chosen: Chosen }) {
  const { from, reading, problem, table } = useStore(setup);
  const running = useStore(evaluation, (state) => state.running !== null);
  const onDrop = (event: DragEvent) => {
    if (!event.dataTransfer.types.includes('Files')) return;
    event.preventDefault();
    // The page would add them to its texts.
    event.stopPropagation();
    const tooMany = () => new Error(`There are more than ${MOST_FILES} files in it: drop less.`);
    droppedFiles(event.dataTransfer.items, MOST_FILES, tooMany)
      .then((found) => {
        for (const [path, file] of found) if (path !== file.name) setFilePath(file, path);
        return takeFiles(found.map(([, file]) => file));
      })
      .catch((error: unknown) => setup.setState({ from: 'files', problem: messageOf(error) }));
  };
  return (
    <section className={style.part} aria-label="Data" onDrop={onDrop}>
      <h3>Labelled data</h3>
      <fieldset className={style.fields} disabled={running}>
        <Segmented
          label="Where the data come from"
          value={from}
          options={[
            ['workspace', 'This workspace'],
            ['files', 'A file or folder'],
          ]}
          onChange={(next) => setup.setState({ from: next })}
        />
        {from === 'workspace' ? <OfWorkspace chosen={chosen} /> : <Choose />}
        {from === 'files' && reading && <p aria-live="polite">Reading…</p>}
        {from === 'files' && problem !== null && <Note tone="bad">{problem}</Note>}
        {from === 'files' && table?.columns && <Columns given={table} />}
        <Tasks chosen={chosen} />
      </fieldset>
    </section>
  );
}

function OfWorkspace({ chosen }: { readonly chosen: Chosen }) {
  const match = useStore(setup, (state) => state.match);
  const { sources, source, matches } = chosen;
  return (
    <>
      {source === null ? (
        <p>
          No text of this workspace has a label. Label some (the tag button of the text list), add
          texts with a column of labels, or choose a file.
        </p>
      ) : (
        <label className={style.choice}>
          Labelled by
          <select
            className="select"
            data-testid="evaluation-labels"
            value={sources.indexOf(source)}
            onChange={({ target }) =>
              setup.setState({ labels: sources[Number(target.value)]!.column, left: [] })
            }
          >
            {sources.map(({ name }, at) => (
              <option key={name} value={at}>
                {name}
              </option>
            ))}
          </select>
        </label>
      )}
      {matches.length > 0 && (
        <label className={style.choice}>
          Retrieval: a document answers a query with the same
          <select
            className="select"
            data-testid="evaluation-match"
            value={match ?? ''}
            onChange={({ target }) =>
              setup.setState({ match: target.value === '' ? null : target.value })
            }
          >
            <option value="">no column: leave retrieval out</option>
            {matches.map((column) => (
              <option key={column} value={column}>
                {column}
              </option>
            ))}
          </select>
        </label>
      )}
    </>
  );
}

function Choose() {
  const files = useRef<HTMLInputElement>(null);
  const folder = useRef<HTMLInputElement>(null);
  const take = ({ target }: { target: HTMLInputElement }) => {
    void takeFiles([...(target.files ?? [])]);
    // Lets the same file be chosen again after it was changed.
    target.value = '';
  };
  return (
    <>
      <div className={style.buttons}>
        <Button onClick={() => files.current?.click()}>Choose files…</Button>
        <Button onClick={() => folder.current?.click()}>Choose a folder…</Button>
        <input
          ref={files}
          type="file"
          hidden
          multiple
          accept=".csv,.tsv,.tab,.psv,.parquet,.json,.jsonl,.gz"
          data-testid="evaluation-files"
          onChange={take}
        />
        <input
          ref={folder}
          type="file"
          hidden
          // React knows no such attribute.
          {...{ webkitdirectory: '' }}
          data-testid="evaluation-folder"
          onChange={take}
        />
      </div>
      <p>
        A table of texts and labels (.csv, .tsv, .parquet), MTEB’s rows (.jsonl), a BEIR folder,
        Billboard’s two files, or MEDI (.json). You can also drop them here.
      </p>
    </>
  );
}

/** Which columns of a table hold texts and labels. */
function Columns({ given }: { readonly given: GivenTable }) {
  const { table, columns } = given;
  return (
    <div className={style.columns}>
      {(['text', 'label'] as const).map((what) => (
        <label key={what} className={style.choice}>
          {what === 'text' ? 'Texts in' : 'Labels in'}
          <select
            className="select"
            data-testid={`evaluation-${what}-column`}
            value={columns![what]}
            onChange={({ target }) =>
              takeColumns({ ...given, columns: { ...columns!, [what]: target.value } })
            }
          >
            {table.names.map((name) => (
              <option key={name} value={name}>
                {name}
              </option>
            ))}
          </select>
        </label>
      ))}
    </div>
  );
}

/** Ticks tasks to run. */
function Tasks({ chosen: { offered } }: { readonly chosen: Chosen }) {
  const left = useStore(setup, (state) => state.left);
  if (offered.length === 0) return null;
  return (
    <ul className={style.tasks} aria-label="Tasks">
      {offered.map((data) => (
        <li key={data.name}>
          <label className="tick">
            <input
              type="checkbox"
              data-testid="evaluation-task"
              checked={!left.includes(data.name)}
              onChange={({ target }) =>
                setup.setState({
                  left: target.checked
                    ? left.filter((name) => name !== data.name)
                    : [...left, data.name],
                })
              }
            />
            <span>
              <b>{KINDS[data.task.kind]}</b> <bdi>{setName(data.name)}</bdi>
              <small>{dataWords(data)}</small>
            </span>
          </label>
        </li>
      ))}
    </ul>
  );
}

/** Name of a task without its kind, which stands before it. */
function setName(name: string): string {
  return name.replace(/: (classification|clustering)$/, '');
}
