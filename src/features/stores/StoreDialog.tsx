import { Dialog } from 'radix-ui';
import { useState } from 'react';
import { useStore } from 'zustand';
import { Button } from '../../widgets/Button.tsx';
import { focusItself } from '../../widgets/focus-itself.ts';
import { IconButton } from '../../widgets/IconButton.tsx';
import { keepOpenForToast } from '../../widgets/keep-open.ts';
import { Note } from '../../widgets/Note.tsx';
import { ProgressBar } from '../../widgets/ProgressBar.tsx';
import { useReturnFocus } from '../../widgets/use-return-focus.ts';
import { ConnectForm, EMPTY_FORM } from './ConnectForm.tsx';
import { OpenedStore } from './OpenedStore.tsx';
import { session } from './session.ts';
import { storeDialog } from './state.ts';
import style from './style.module.css';

/** Looks at vectors that lie in a vector store, with queries that are embedded here. */
export default function StoreDialog() {
  const open = useStore(storeDialog, (state) => state.open);
  const address = useStore(session, (state) => state.address);
  // Survives closing the dialog but is never stored, because it holds the token.
  const [form, setForm] = useState(EMPTY_FORM);
  return (
    <Dialog.Root open={open} onOpenChange={(next) => storeDialog.setState({ open: next })}>
      <Dialog.Portal>
        <Dialog.Overlay className="overlay" />
        <Dialog.Content
          className={`dialog ${style.dialog}`}
          data-testid="store-dialog"
          onOpenAutoFocus={focusItself}
          onPointerDownOutside={keepOpenForToast}
          onCloseAutoFocus={useReturnFocus(open)}
        >
          <div className={style.head}>
            <Dialog.Title>Vector store</Dialog.Title>
            <Dialog.Close asChild>
              <IconButton icon="close" label="Close" />
            </Dialog.Close>
          </div>
          <Dialog.Description>
            Searches vectors that lie in Milvus or Chroma. Queries are embedded in this page: the
            store gets the vector of a query, and never a text.
          </Dialog.Description>
          <div className={style.body}>
            {address === null ? <ConnectForm form={form} onForm={setForm} /> : <OpenedStore />}
            <Problem />
          </div>
          <Progress />
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function Problem() {
  const problem = useStore(session, (state) => state.problem);
  if (problem === null) return null;
  const { message, retry } = problem;
  return (
    <Note
      tone="bad"
      action={
        retry !== null && (
          <Button data-testid="store-retry" onClick={retry}>
            Try again
          </Button>
        )
      }
    >
      <bdi>{message}</bdi>
    </Note>
  );
}

/** Stays in view, however far the dialog is scrolled. */
function Progress() {
  const busy = useStore(session, (state) => state.busy);
  return (
    <div className={style.progress} aria-live="polite" data-busy={busy !== null || undefined}>
      {busy !== null && (
        <>
          <ProgressBar label={busy.step} fraction={busy.fraction} />
          <span>{busy.step}…</span>
          <Button data-testid="store-cancel" onClick={busy.cancel}>
            Cancel
          </Button>
        </>
      )}
    </div>
  );
}
