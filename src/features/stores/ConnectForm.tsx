import { useId } from 'react';
import { useStore } from 'zustand';
import { usePreferences } from '../../app/app.ts';
import { OfflineNote } from '../../app/network/OfflineNote.tsx';
import { messageOf } from '../../lib/errors.ts';
import { isInTheClear, isLocal, storeUrl } from '../../stores/address.ts';
import { STORE_KINDS, type StoreKind } from '../../stores/types.ts';
import { AddressField } from '../../widgets/AddressField.tsx';
import { Note } from '../../widgets/Note.tsx';
import { connect, session } from './session.ts';
import style from './style.module.css';
import { KIND_WORDS, USUAL_ADDRESS } from './words.ts';

export interface Form {
  readonly kind: StoreKind;
  readonly url: string;
  readonly database: string;
  readonly token: string;
}

export const EMPTY_FORM: Form = { kind: 'milvus', url: '', database: '', token: '' };

/** The address of a store, and what connecting to it means. */
export function ConnectForm({
  form,
  onForm,
}: {
  readonly form: Form;
  readonly onForm: (form: Form) => void;
}) {
  const busy = useStore(session, (state) => state.busy !== null);
  const shutOut = usePreferences((state) => state.offline);
  const kindId = useId();
  const change = (part: Partial<Form>) => onForm({ ...form, ...part });
  const { url, problem } = read(form);
  const submit = () => {
    if (url === null || busy || shutOut) return;
    const { kind, database, token } = form;
    void connect({ kind, url, database: database.trim() || null, token: token.trim() || null });
  };
  return (
    <form
      className={style.form}
      autoComplete="off"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      {shutOut && <OfflineNote stops="no store is asked" />}
      <label htmlFor={kindId}>Kind of store</label>
      <select
        id={kindId}
        className="select"
        data-testid="store-kind"
        value={form.kind}
        onChange={({ target }) =>
          change({ kind: STORE_KINDS.find((kind) => kind === target.value)! })
        }
      >
        {STORE_KINDS.map((kind) => (
          <option key={kind} value={kind}>
            {KIND_WORDS[kind]}
          </option>
        ))}
      </select>
      <AddressField
        label="Address"
        inputMode="url"
        placeholder={USUAL_ADDRESS[form.kind]}
        data-testid="store-address"
        value={form.url}
        onChange={({ target }) => change({ url: target.value })}
      />
      <AddressField
        label="Database"
        placeholder={
          form.kind === 'chroma'
            ? 'tenant/database; the default ones if empty'
            : 'the default one if empty'
        }
        data-testid="store-database"
        value={form.database}
        onChange={({ target }) => change({ database: target.value })}
      />
      <AddressField
        label="Token"
        type="password"
        placeholder="if it asks for one; not kept"
        data-testid="store-token"
        value={form.token}
        onChange={({ target }) => change({ token: target.value })}
      />
      {problem !== null && <Note tone="warn">{problem}</Note>}
      <Consent url={url} token={form.token !== ''} />
      <div className="dialog-actions">
        <span className="spacer" />
        <button
          type="submit"
          className="button"
          data-look="primary"
          data-testid="store-connect"
          disabled={url === null || busy || shutOut}
        >
          {url === null ? 'Connect' : `Connect to ${new URL(url).host}`}
        </button>
      </div>
    </form>
  );
}

/** What connecting means, before it happens. */
function Consent({ url, token }: { readonly url: string | null; readonly token: boolean }) {
  return (
    <ul className={style.consent}>
      <li>
        {url === null ? 'The store' : <b>{new URL(url).origin}</b>} is the only server that Facet
        talks to, through a document that sees none of your texts.
      </li>
      <li>
        Sent: the vector of each query, the names of the collection and its fields, ids that the
        store gave{token && ', the token'}. Not sent: texts, queries, instructions.
      </li>
      <li>The store’s texts come into this page and stay here.</li>
      {url !== null && isLocal(url) && !isLocal(location.href) && (
        <li>
          Chrome asks once whether this site may reach devices on your local network: that is this
          store. Without “Allow” it stays out of reach.
        </li>
      )}
      {url !== null && isInTheClear(url) && (
        <li>
          Plain http: others on the network can read what is sent{token && ', the token too'}.
        </li>
      )}
    </ul>
  );
}

/** The address as it is meant; while nothing is typed, there is no problem either. */
function read({ url }: Form): { readonly url: string | null; readonly problem: string | null } {
  if (url.trim() === '') return { url: null, problem: null };
  try {
    return { url: storeUrl(url), problem: null };
  } catch (error) {
    return { url: null, problem: messageOf(error) };
  }
}
