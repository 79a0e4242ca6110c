import { useId, useState } from 'react';
import { useStore } from 'zustand';
import { useModel, useWorkspace } from '../../app/app.ts';
import { exactInstruction } from '../../app/lenses/use-default-prompt.ts';
import type { StoreCollection } from '../../stores/types.ts';
import { Note } from '../../widgets/Note.tsx';
import { type Found, search, session } from './session.ts';
import style from './style.module.css';
import { scoreWords } from './words.ts';

const MOST_SHOWN = [10, 20, 50, 100] as const;

/** Searches the open collection. */
export function SearchPart({ collection }: { readonly collection: StoreCollection }) {
  const lenses = useWorkspace((state) => state.workspace.lenses);
  const info = useModel((state) => state.info);
  const busy = useStore(session, (state) => state.busy !== null);
  const found = useStore(session, (state) => state.found);
  const [query, setQuery] = useState('');
  const [instruction, setInstruction] = useState(() =>
    exactInstruction(lenses[0]!.queryInstruction),
  );
  const [k, setK] = useState<number>(10);
  const [queryId, instructionId, listId, countId] = [useId(), useId(), useId(), useId()];
  const other = info !== null && collection.dim !== null && info.dim !== collection.dim;
  return (
    <section className={style.part} aria-labelledby="store-search">
      <h3 id="store-search">Search</h3>
      {other && (
        <Note tone="warn">
          {`The running model’s vectors have ${info.dim} numbers and the store’s ${collection.dim}: choose the model that made them.`}
        </Note>
      )}
      <form
        className={style.form}
        autoComplete="off"
        onSubmit={(event) => {
          event.preventDefault();
          if (query.trim() !== '' && !busy && !other) void search(query, instruction, k);
        }}
      >
        <label htmlFor={queryId}>Query</label>
        <input
          id={queryId}
          className="field"
          data-testid="store-query"
          value={query}
          onChange={({ target }) => setQuery(target.value)}
        />
        <label htmlFor={instructionId}>Instruction</label>
        <input
          id={instructionId}
          className="field"
          data-testid="store-instruction"
          list={listId}
          spellCheck={false}
          value={instruction}
          onChange={({ target }) => setInstruction(target.value)}
        />
        <datalist id={listId}>
          {[...new Set(lenses.map((lens) => exactInstruction(lens.queryInstruction)))].map(
            (each) => (
              <option key={each} value={each} />
            ),
          )}
        </datalist>
        <label htmlFor={countId}>Rows</label>
        <span className={style.go}>
          <select
            id={countId}
            className="select"
            data-testid="store-k"
            value={k}
            onChange={({ target }) => setK(Number(target.value))}
          >
            {MOST_SHOWN.map((most) => (
              <option key={most} value={most}>
                {most}
              </option>
            ))}
          </select>
          <button
            type="submit"
            className="button"
            data-look="primary"
            data-testid="store-search-go"
            disabled={query.trim() === '' || busy || other || info === null}
          >
            Search
          </button>
        </span>
      </form>
      {found !== null && found.collection === collection && <Hits found={found} />}
    </section>
  );
}

function Hits({ found }: { readonly found: Found }) {
  const { hits, collection, embedMs, ms, pageMs, query } = found;
  return (
    <>
      <p data-testid="store-times" role="status">
        {hits.length} of {collection.count?.toLocaleString('en') ?? 'an unknown number of'} rows for
        “<bdi>{query}</bdi>”. Embedding {ms1(embedMs)}, store and network {ms1(ms)}, page{' '}
        {ms1(pageMs)}.
      </p>
      <ol
        className={style.hits}
        aria-label={`Nearest rows, by ${collection.metric ?? 'the store’s metric'}`}
      >
        {hits.map((hit, index) => (
          // Ids are unique, unless the store breaks its word.
          // biome-ignore lint/suspicious/noArrayIndexKey: the list is replaced whole
          <li key={index} data-testid="store-hit" data-id={hit.id}>
            <span>{index + 1}</span>
            <bdi>{hit.text ?? hit.id}</bdi>
            <b title={collection.metric ?? undefined}>{scoreWords(hit.score)}</b>
          </li>
        ))}
      </ol>
    </>
  );
}

function ms1(ms: number): string {
  return `${ms < 10 ? ms.toFixed(1) : Math.round(ms)} ms`;
}
