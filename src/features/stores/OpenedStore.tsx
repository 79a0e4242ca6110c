import { useId } from 'react';
import { useStore } from 'zustand';
import type { StoreCollection } from '../../stores/types.ts';
import { Button } from '../../widgets/Button.tsx';
import { Note } from '../../widgets/Note.tsx';
import { ProofPart } from './ProofPart.tsx';
import { SamplePart } from './SamplePart.tsx';
import { SearchPart } from './SearchPart.tsx';
import { disconnect, openCollection, session } from './session.ts';
import style from './style.module.css';
import { cannotWords, KIND_WORDS } from './words.ts';

/** A connected store: its collections, and what can be done with the open one. */
export function OpenedStore() {
  const { address, names, collection, text, busy } = useStore(session);
  const collectionId = useId();
  const textId = useId();
  if (address === null) return null;
  return (
    <>
      <div className={style.where}>
        <span>
          {KIND_WORDS[address.kind]} on <b>{new URL(address.url).host}</b>
        </span>
        <Button data-testid="store-disconnect" onClick={disconnect}>
          Disconnect
        </Button>
      </div>
      {names.length === 0 ? (
        <Note tone="plain">
          The store has no collections here. Load one: python -m facet_embed.load, from an export.
        </Note>
      ) : (
        <div className={style.form}>
          <label htmlFor={collectionId}>Collection</label>
          <select
            id={collectionId}
            className="select"
            data-testid="store-collection"
            disabled={busy !== null}
            value={collection?.name ?? ''}
            onChange={({ target }) => void openCollection(target.value)}
          >
            {collection === null && <option value="">Choose one</option>}
            {names.map((name) => (
              <option key={name} value={name}>
                {name}
              </option>
            ))}
          </select>
          {collection !== null && (
            <>
              <label htmlFor={textId}>Field of the texts</label>
              <select
                id={textId}
                className="select"
                data-testid="store-text-field"
                value={text ?? ''}
                onChange={({ target }) => session.setState({ text: target.value || null })}
              >
                <option value="">None: show ids</option>
                {collection.fields
                  .filter(({ kind }) => kind === 'text' || kind === 'other')
                  .map(({ name }) => (
                    <option key={name} value={name}>
                      {name}
                    </option>
                  ))}
              </select>
            </>
          )}
        </div>
      )}
      {collection !== null && (
        <>
          <Facts collection={collection} />
          <ProofPart collection={collection} />
          <SearchPart collection={collection} />
          <SamplePart collection={collection} />
        </>
      )}
    </>
  );
}

function Facts({ collection }: { readonly collection: StoreCollection }) {
  const { count, dim, metric, fields, notes } = collection;
  const id = fields.find(({ kind }) => kind === 'id')?.name;
  return (
    <>
      <dl className="facts" data-testid="store-facts">
        <dt>Rows</dt>
        <dd>{count === null ? 'not told' : count.toLocaleString('en')}</dd>
        <dt>Vectors</dt>
        <dd>
          {dim === null ? 'width not told' : `${dim} numbers`}, {metric ?? 'metric not told'}
        </dd>
        <dt>Id</dt>
        <dd>{id ?? 'not told'}</dd>
        {notes.model !== undefined && (
          <>
            <dt>Made by, as noted</dt>
            <dd>
              <bdi>{notes.model}</bdi>
            </dd>
          </>
        )}
        {notes.instruction !== undefined && (
          <>
            <dt>Instruction, as noted</dt>
            <dd>
              <bdi>{notes.instruction === '' ? 'none' : notes.instruction}</bdi>
            </dd>
          </>
        )}
      </dl>
      <ul className={style.cannot}>
        {cannotWords(collection).map((words) => (
          <li key={words}>{words}</li>
        ))}
      </ul>
    </>
  );
}
